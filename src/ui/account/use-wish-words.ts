'use client'

import { useTranslations } from 'next-intl'
import { useCallback } from 'react'

type Wanting = { wants_grade: number; wants_super: number }

/** What an account asked to be, in words; `''` when it asked for nothing. */
export function useWishWords() {
  const t = useTranslations('ownAccount')
  const register = useTranslations('register')
  return useCallback(
    ({ wants_grade, wants_super }: Wanting): string =>
      [
        wants_grade > 0 && t('wishGrade', { grade: register('grade', { grade: String(wants_grade) }) }),
        wants_super > 0 && t('wishSuper'),
      ]
        .filter((wish) => wish !== false)
        .join(t('and')),
    [t, register],
  )
}
