'use client'

import { useTranslations } from 'next-intl'
import { useCallback } from 'react'
import { type Issue, type Reason, reasons } from '@/domain/errors'
import type { CallFailure } from '../trpc/failure-of'

const asReason = (text: string): Reason => reasons.find((reason) => reason === text) ?? 'invalid'

/** What a person reads of what the domain says went wrong. */
export function useFailureText() {
  const t = useTranslations('errors')
  const ofReason = useCallback(
    (reason: string, about: Partial<Pick<Issue, 'value' | 'limit' | 'count'>> = {}) =>
      t(`reason.${asReason(reason)}`, {
        value: about.value ?? '',
        limit: about.limit ?? 0,
        count: about.count ?? 0,
      }),
    [t],
  )
  const ofIssue = useCallback((issue: Issue) => ofReason(issue.reason, issue), [ofReason])
  const ofFailure = useCallback(
    (failure: CallFailure | null | undefined) => {
      if (!failure) return t('failure.unknown')
      if (failure.kind === 'unavailable' && failure.state) return t(`state.${failure.state}`)
      return failure.kind === 'refused' ? t(`refused.${failure.reason}`) : t(`failure.${failure.kind}`)
    },
    [t],
  )
  return { ofReason, ofIssue, ofFailure }
}
