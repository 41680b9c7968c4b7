'use client'

import { Button, Group, Stack, Text } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { type FormEvent, useRef, useState } from 'react'
import { useFailureText } from '../i18n/use-failure-text'
import { PasswordField } from '../kit/password-field'
import { useActor } from '../shell/actor-context'
import { useTRPC } from '../trpc/client'
import { type CallFailure, failureOf } from '../trpc/failure-of'
import { answerQuestion } from './question'

/** What is said of a password that did not confirm: how many may be tried still, or when again. */
function useWords() {
  const t = useTranslations('confirmation')
  const { ofFailure } = useFailureText()
  return (failure: CallFailure | null) => {
    if (failure?.kind === 'throttled') return t('later', { minutes: Math.ceil(failure.seconds / 60) })
    const issue = failure?.kind === 'invalid' ? failure.issues[0] : undefined
    return issue?.reason === 'wrong_password' ? t('wrong', { left: issue.count ?? 0 }) : ofFailure(failure)
  }
}

export function ConfirmationForm() {
  const t = useTranslations('confirmation')
  const common = useTranslations('common')
  const trpc = useTRPC()
  const words = useWords()
  const { username } = useActor()
  const box = useRef<HTMLInputElement>(null)
  const [password, setPassword] = useState('')
  const confirm = useMutation(
    trpc.own.confirm.mutationOptions({
      onSuccess: () => answerQuestion(true),
      onError: () => box.current?.select(),
    }),
  )
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (password !== '' && !confirm.isPending) confirm.mutate({ password })
  }
  return (
    <form method="post" onSubmit={submit} aria-label={t('title')}>
      <Stack gap="md">
        <Text size="sm">{t('body')}</Text>
        <input type="text" name="username" autoComplete="username" value={username} readOnly hidden />
        <PasswordField
          ref={box}
          name="password"
          label={t('password')}
          autoComplete="current-password"
          value={password}
          onChange={(event) => {
            setPassword(event.currentTarget.value)
            confirm.reset()
          }}
          error={confirm.isError ? words(failureOf(confirm.error)) : undefined}
          data-autofocus
        />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={() => answerQuestion(false)}>
            {common('cancel')}
          </Button>
          <Button type="submit" disabled={password === ''} loading={confirm.isPending}>
            {t('submit')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
