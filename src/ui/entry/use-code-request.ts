'use client'

import { useTranslations } from 'next-intl'
import { useState } from 'react'
import type { Issue } from '@/domain/errors'
import { maskNumber } from '@/domain/people/mask-rules'
import { useFailureText } from '../i18n/use-failure-text'
import { failureOf } from '../trpc/failure-of'
import { clock } from './countdown'
import { useCountdown } from './use-countdown'

/** Between two codes to one phone, in seconds. */
const pause = 60

type Asking = {
  phone: string
  ask: () => Promise<unknown>
  onIssues: (issues: readonly Issue[]) => void
  sent: (phone: string) => string
}

/** Sends a code to the phone, and tells how it went and how long until the next. Another phone waits for nothing. */
export function useCodeRequest({ phone, ask, onIssues, sent }: Asking) {
  const t = useTranslations('register.code')
  const { ofFailure } = useFailureText()
  const { left, start } = useCountdown()
  const [asked, setAsked] = useState({ phone: '', note: '', refusal: '' })
  const [busy, setBusy] = useState(false)
  const isSame = asked.phone === phone

  /** Whether it is on its way. */
  const send = async (): Promise<boolean> => {
    setBusy(true)
    try {
      await ask()
      start(pause)
      setAsked({ phone, note: sent(maskNumber('phone', phone)), refusal: '' })
      return true
    } catch (error) {
      const failure = failureOf(error)
      if (failure?.kind === 'invalid') onIssues(failure.issues)
      else if (failure?.kind === 'throttled') {
        start(failure.seconds)
        setAsked({ phone, note: '', refusal: t('throttled', { time: clock(failure.seconds) }) })
      } else {
        start(0)
        setAsked({ phone, note: '', refusal: ofFailure(failure) })
      }
      return false
    } finally {
      setBusy(false)
    }
  }
  const waits = isSame && left > 0
  const label = waits ? t('wait', { time: clock(left) }) : t(isSame && asked.note ? 'again' : 'get')
  return {
    send,
    busy,
    waits,
    label,
    note: isSame ? asked.note : '',
    refusal: isSame && asked.refusal ? asked.refusal : undefined,
  }
}
