'use client'

import { useTranslations } from 'next-intl'
import type { Delivery } from './types'

/** What came of a try, in a few words: the answer's status, or why there was none. */
export function useAttemptWords() {
  const t = useTranslations('webhooks.attempt')
  return ({ status, problem }: NonNullable<Delivery['last']>) => {
    if (problem) return t(problem)
    if (status !== null && status >= 300 && status < 400) return t('redirect', { status })
    return t('status', { status: String(status) })
  }
}
