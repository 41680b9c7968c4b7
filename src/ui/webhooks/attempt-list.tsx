'use client'

import { Code } from '@mantine/core'
import { useTranslations } from 'next-intl'
import type { DeliveryDetails } from './types'
import { useAttemptWords } from './use-attempt-words'
import { useMoment } from './use-moment'
import classes from './webhooks.module.css'

/** Every try of a message, the last first, with what was answered. */
export function AttemptList({ attempts }: Pick<DeliveryDetails, 'attempts'>) {
  const t = useTranslations('webhooks.log')
  const moment = useMoment()
  const words = useAttemptWords()
  return (
    <ol className={classes.attempts}>
      {attempts.map((attempt) => (
        <li key={attempt.at}>
          <span>{words(attempt)}</span>
          <span className={classes.meta}>
            <span>{moment(attempt.at)}</span>
            <span>{t('duration', { ms: attempt.duration_ms })}</span>
          </span>
          {attempt.answer && (
            <Code block tabIndex={0} className={classes.answer}>
              {attempt.answer}
            </Code>
          )}
        </li>
      ))}
    </ol>
  )
}
