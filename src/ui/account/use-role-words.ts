'use client'

import { useTranslations } from 'next-intl'
import { useCallback } from 'react'
import type { Account } from '../accounts/types'

/** What an account may do in its school, in a word. */
export function useRoleWords() {
  const t = useTranslations('account.roles')
  const own = useTranslations('ownAccount.roles')
  const register = useTranslations('register')
  return useCallback(
    ({ is_pending, is_super, is_grade }: Pick<Account, 'is_pending' | 'is_super' | 'is_grade'>): string => {
      if (is_pending) return own('pending')
      if (is_super > 0) return t('school_admin')
      return is_grade > 0 ? own('grade', { grade: register('grade', { grade: String(is_grade) }) }) : t('teacher')
    },
    [t, own, register],
  )
}
