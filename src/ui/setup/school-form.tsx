'use client'

import { Alert, Button, Fieldset, Group, Stack, TextInput, Title } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { signInWith } from '../auth/sign-in-with'
import { focusFirstError } from '../form/focus-first-error'
import { useFailureText } from '../i18n/use-failure-text'
import { PasswordField } from '../kit/password-field'
import { useTRPCClient } from '../trpc/client'
import { failureOf } from '../trpc/failure-of'
import { shortestPassword } from './password-strength'
import { StrengthMeter } from './strength-meter'

const blank = { name: '', code: '', username: '', password: '', again: '', phone: '' }

export function SchoolForm({ token, back }: { token: string; back: () => void }) {
  const t = useTranslations('setup.school')
  const common = useTranslations('common')
  const { ofIssue, ofReason, ofFailure } = useFailureText()
  const calls = useTRPCClient()
  const [busy, setBusy] = useState(false)
  const [refusal, setRefusal] = useState<string>()
  const needed = (value: string) => (value.trim() ? null : ofReason('blank'))
  const form = useForm({
    initialValues: blank,
    validate: {
      name: needed,
      username: needed,
      password: (value) => ([...value].length < shortestPassword ? t('strength.short') : null),
      again: (value, { password }) => (value === password ? null : t('mismatch')),
    },
  })

  const show = (error: unknown) => {
    const failure = failureOf(error)
    setBusy(false)
    if (failure?.kind !== 'invalid') return setRefusal(ofFailure(failure))
    form.setErrors(Object.fromEntries(failure.issues.map((issue) => [issue.field, ofIssue(issue)])))
    const elsewhere = failure.issues.every(({ field }) => !Object.hasOwn(blank, field))
    if (elsewhere) setRefusal(ofFailure(failure))
    focusFirstError()
  }

  const submit = form.onSubmit(
    async ({ again: _, code, phone, ...school }) => {
      setBusy(true)
      setRefusal(undefined)
      try {
        const given = { ...school, ...(code && { code }), ...(phone && { phone }) }
        await calls.setUp.school.mutate({ token, school: given })
      } catch (error) {
        return show(error)
      }
      const entered = await signInWith(school.username.trim(), school.password)
      window.location.assign(entered.state === 'in' ? '/students' : '/sign-in')
    },
    () => focusFirstError(),
  )

  return (
    <form method="post" onSubmit={submit} noValidate aria-label={t('title')}>
      <Stack gap="md">
        <Title order={1}>{t('title')}</Title>
        <TextInput
          {...form.getInputProps('name')}
          label={t('name')}
          placeholder={t('namePlaceholder')}
          required
          autoFocus
        />
        <TextInput
          {...form.getInputProps('code')}
          label={`${t('code')} (${common('optional')})`}
          description={t('codeHint')}
        />
        <Fieldset legend={t('adminTitle')} mt="xs">
          <Stack gap="md">
            <TextInput
              {...form.getInputProps('username')}
              label={t('username')}
              description={t('usernameHint')}
              required
              autoComplete="username"
              autoCapitalize="none"
              spellCheck={false}
            />
            <PasswordField
              {...form.getInputProps('password')}
              label={t('password')}
              required
              autoComplete="new-password"
            />
            <StrengthMeter password={form.values.password} />
            <PasswordField {...form.getInputProps('again')} label={t('again')} required autoComplete="new-password" />
            <TextInput
              {...form.getInputProps('phone')}
              label={`${t('phone')} (${common('optional')})`}
              type="tel"
              autoComplete="tel"
            />
          </Stack>
        </Fieldset>
        {refusal && (
          <Alert color="red" role="alert">
            {refusal}
          </Alert>
        )}
        <Group justify="space-between" mt="xs">
          <Button variant="subtle" color="gray" onClick={back} disabled={busy}>
            {common('back')}
          </Button>
          <Button type="submit" loading={busy}>
            {t('submit')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
