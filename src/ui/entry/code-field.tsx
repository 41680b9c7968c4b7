'use client'

import { Button, Group, Input } from '@mantine/core'
import { useTranslations } from 'next-intl'
import { useId, useRef } from 'react'
import type { Issue } from '@/domain/errors'
import classes from './code-field.module.css'
import { useCodeRequest } from './use-code-request'

type Props = {
  phone: string
  value: string
  onChange: (code: string) => void
  error: string | undefined
  /** Asks the server for a code. */
  ask: () => Promise<unknown>
  /** Whether all is there that asking needs; says beside its boxes what is not. */
  ready: () => Promise<boolean>
  onIssues: (issues: readonly Issue[]) => void
  /** What to say once it was asked for. */
  sent: (phone: string) => string
  size?: 'sm' | 'md'
}

/** The six digits from a message, with the button that sends it and counts down to the next. */
export function CodeField({ phone, value, onChange, error, ask, ready, onIssues, sent, size = 'md' }: Props) {
  const t = useTranslations('register.code')
  const id = useId()
  const box = useRef<HTMLInputElement>(null)
  const request = useCodeRequest({ phone, ask, onIssues, sent })
  const press = async () => {
    if (!(await ready())) return
    if (await request.send()) box.current?.focus()
  }
  return (
    <Input.Wrapper
      id={id}
      label={t('label')}
      size={size}
      description={request.note || undefined}
      error={error ?? request.refusal}
      inputWrapperOrder={['label', 'input', 'description', 'error']}
    >
      <Group gap="xs" wrap="nowrap" align="flex-start">
        <Input
          ref={box}
          id={id}
          name="code"
          size={size}
          flex={1}
          miw={0}
          value={value}
          error={error !== undefined}
          // Pasted with spaces, or with the words around it: the digits are what counts.
          onChange={(event) => onChange(event.currentTarget.value.replace(/\D/g, '').slice(0, 6))}
          inputMode="numeric"
          autoComplete="one-time-code"
          className="tabular"
        />
        <Button
          className={classes.send}
          variant="default"
          size={size}
          fw={500}
          px="md"
          loading={request.busy}
          disabled={request.waits}
          onClick={press}
        >
          {request.label}
        </Button>
      </Group>
    </Input.Wrapper>
  )
}
