'use client'

import { useTranslations } from 'next-intl'
import type { ComponentProps } from 'react'
import { PasswordField } from '../kit/password-field'
import classes from './new-password-field.module.css'
import { type Judged, usePasswordStrength } from './use-password-strength'

type Props = ComponentProps<typeof PasswordField> & {
  value: string
  /** What a guesser knows of whoever chooses it. */
  known: string[]
}

const colours: Record<Judged, string> = { 0: 'weak', 1: 'weak', 2: 'fair', 3: 'good', 4: 'good' }

/** A box for a password that is being chosen: what it must be stands there before it is broken, and how strong it is. */
export function NewPasswordField({ known, value, ...props }: Props) {
  const t = useTranslations('register.password')
  const strength = usePasswordStrength(value, known)
  const lit = strength === undefined ? 0 : Math.max(1, strength)
  // Its room is taken with the first letter: were it to open with the judgement, it would push the button from under a press.
  const meter = value !== '' && (
    <div className={classes.meter} data-strength={strength === undefined ? undefined : colours[strength]}>
      <span className={classes.bars} aria-hidden="true">
        {[1, 2, 3, 4].map((bar) => (
          <span key={bar} data-on={bar <= lit || undefined} />
        ))}
      </span>
      <span role="status">
        {strength !== undefined && (
          <>
            <span className={classes.label}>{t('strength')}</span>
            {t(`${strength}`)}
          </>
        )}
      </span>
    </div>
  )
  return (
    <PasswordField
      label={t('label')}
      description={t('policy')}
      autoComplete="new-password"
      maxLength={128}
      {...props}
      value={value}
      inputContainer={(box) => (
        <>
          {box}
          {meter}
        </>
      )}
    />
  )
}
