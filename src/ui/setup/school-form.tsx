'use client'

import { Alert, Button, Fieldset, Group, Stack, TextInput, Title } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import type { Failure } from '@/domain/errors'
import { signInWith } from '../auth/sign-in-with'
import { focusFirstError } from '../form/focus-first-error'
import { useFailureText } from '../i18n/use-failure-text'
import { PasswordField } from '../kit/password-field'
import { shortestPassword } from './password-strength'
import { refusalOf, type SetUpSchool } from './set-up-calls'
import { StrengthMeter } from './strength-meter'

const blank = { name: '', code: '', username: '', password: '', again: '', phone: '' }

export function SchoolForm({ setUp, back }: { setUp: SetUpSchool; back: () => void }) {
  const t = useTranslations('setup.school')
  const common = useTranslations('common')
  const { ofIssue, ofReason, ofFailure } = useFailureText()
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

  const show = (failure: Failure) => {
    setBusy(false)
    if (failure.kind !== 'invalid') return setRefusal(ofFailure(failure))
    form.setErrors(Object.fromEntries(failure.issues.map((issue) => [issue.field, ofIssue(issue)])))
    const elsewhere = failure.issues.every(({ field }) => !Object.hasOwn(blank, field))
    if (elsewhere) setRefusal(ofFailure(failure))
    focusFirstError()
  }

  const submit = form.onSubmit(
    async ({ again: _, code, phone, ...school }) => {
      setBusy(true)
      setRefusal(undefined)
      const outcome = await setUp({ ...school, ...(code && { code }), ...(phone && { phone }) }).catch(refusalOf)
      if (!outcome || 'kind' in outcome) {
        setBusy(false)
        return setRefusal(ofFailure(outcome))
      }
      if (!outcome.ok) return show(outcome.failure)
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
