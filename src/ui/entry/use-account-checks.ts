'use client'

import { useTranslations } from 'next-intl'
import { useCallback } from 'react'
import type { Issue } from '@/domain/errors'
import { useFailureText } from '../i18n/use-failure-text'
import { passwordReason } from './use-password-strength'

const told = ['phone', 'username', 'email', 'code'] as const

/** What is wrong with a value of an account, in words; asked of the schema, which comes when it is first needed. */
export function useAccountChecks() {
  const t = useTranslations('register.wrong')
  const { ofIssue, ofReason } = useFailureText()
  const words = useCallback(
    (issue: Issue): string => {
      const own = told.find((each) => each === issue.field)
      return own && issue.reason === 'invalid' ? t(own) : ofIssue(issue)
    },
    [t, ofIssue],
  )
  const checkText = useCallback(
    async (field: string, value: string): Promise<string | undefined> => {
      const { accountIssue } = await import('./account-issue')
      const issue = accountIssue(field, value)
      return issue && words(issue)
    },
    [words],
  )
  const checkCode = useCallback(
    (code: string) => (code === '' ? ofReason('blank') : /^\d{6}$/.test(code) ? undefined : t('code')),
    [t, ofReason],
  )
  const checkNewPassword = useCallback(
    async (password: string, known: string[]): Promise<string | undefined> => {
      if (password === '') return ofReason('blank')
      const reason = await passwordReason(password, known)
      return reason && ofReason(reason, { limit: 8 })
    },
    [ofReason],
  )
  return { words, checkText, checkCode, checkNewPassword }
}
