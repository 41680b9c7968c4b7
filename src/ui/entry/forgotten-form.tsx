'use client'

import { Alert, Anchor, Button, Stack, Text, TextInput, Title } from '@mantine/core'
import { useTranslations } from 'next-intl'
import { lazy, Suspense, useState } from 'react'
import { textProps } from '../form/text-props'
import type { Draft } from '../form/use-draft'
import { useTRPCClient } from '../trpc/client'
import { CodeField } from './code-field'
import { NewPasswordField } from './new-password-field'
import { useAccountChecks } from './use-account-checks'
import { useEntryForm } from './use-entry-form'

const SchoolSearch = lazy(() => import('../auth/school-search'))

const blank = { phone: '', school_id: '', code: '', password: '' }
const knownOf = ({ phone = '' }: Draft) => [phone]
/** Who it is, as the server wants it said. */
const whoOf = ({ phone = '', school_id = '' }: Draft) => ({
  phone: phone.trim(),
  ...(school_id && { school_id: Number(school_id) }),
})

/** Phone, code, new password. What is said is the same whether or not anybody has the phone. */
export function ForgottenForm({ done }: { done: () => void }) {
  const t = useTranslations('register.forgotten')
  const register = useTranslations('register')
  const calls = useTRPCClient()
  const { words, checkText, checkCode, checkNewPassword } = useAccountChecks()
  const [several, setSeveral] = useState(false)
  const form = useEntryForm({
    blank,
    // What the code has shown: it stays valid while the school is chosen.
    words: (issue) => (issue.field === 'school_id' ? t('school') : words(issue)),
    check: async (key, values) => {
      const value = values[key] ?? ''
      if (key === 'code') return checkCode(value)
      if (key === 'password') return checkNewPassword(value, knownOf(values))
      return key === 'school_id' ? undefined : checkText(key, value)
    },
    send: async (values) => {
      const { code = '', password = '' } = values
      await calls.entry.resetByCode.mutate({ ...whoOf(values), code, password })
      done()
    },
  })
  const { values, errors, set } = form
  // The right code of a phone that several schools know asks for the school.
  const asksSchool = several || errors.school_id !== undefined
  return (
    <form {...form.formProps} aria-label={t('title')}>
      <Stack gap="md">
        <div>
          <Title order={1}>{t('title')}</Title>
          <Text c="dimmed" size="sm" mt={4}>
            {t('intro')}
          </Text>
        </div>
        <TextInput
          {...textProps(form, 'phone')}
          label={register('phone')}
          type="tel"
          inputMode="numeric"
          autoComplete="tel-national"
          maxLength={20}
          size="md"
        />
        {asksSchool ? (
          <Suspense>
            <SchoolSearch
              value={values.school_id ?? ''}
              onChange={(id) => set('school_id', id)}
              error={errors.school_id}
            />
          </Suspense>
        ) : (
          <Anchor component="button" type="button" size="sm" ta="start" mt={-6} onClick={() => setSeveral(true)}>
            {t('more')}
          </Anchor>
        )}
        <CodeField
          phone={(values.phone ?? '').trim()}
          value={values.code ?? ''}
          onChange={(digits) => set('code', digits)}
          error={errors.code}
          ask={() => calls.entry.forgotten.mutate({ phone: (values.phone ?? '').trim() })}
          ready={() => form.ready(['phone'])}
          onIssues={form.complain}
          sent={(phone) => t('sent', { phone })}
        />
        <NewPasswordField
          {...textProps(form, 'password')}
          label={register('password.new')}
          known={knownOf(values)}
          size="md"
        />
        {form.refusal && (
          <Alert color="red" role="alert">
            {form.refusal}
          </Alert>
        )}
        <Button type="submit" size="md" loading={form.busy} fullWidth mt={4}>
          {t('submit')}
        </Button>
        <Text size="sm" c="dimmed" ta="center">
          {t('noPhone')}
        </Text>
        <Anchor href="/sign-in" size="sm" ta="center">
          {register('signIn')}
        </Anchor>
      </Stack>
    </form>
  )
}
