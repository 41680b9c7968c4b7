'use client'

import { Alert, Button, Stack, Text, Title } from '@mantine/core'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { textProps } from '../form/text-props'
import { useTRPCClient } from '../trpc/client'
import { EntryDone } from './entry-done'
import { NewPasswordField } from './new-password-field'
import { useAccountChecks } from './use-account-checks'
import { useEntryForm } from './use-entry-form'

const blank = { password: '' }

/** A new password by an administrator's link. */
export function ResetPage({ token, username }: { token: string; username: string }) {
  const t = useTranslations('register.reset')
  const register = useTranslations('register')
  const calls = useTRPCClient()
  const { words, checkNewPassword } = useAccountChecks()
  const [done, setDone] = useState(false)
  const form = useEntryForm({
    blank,
    words,
    check: (_, { password = '' }) => checkNewPassword(password, [username]),
    send: async ({ password = '' }) => {
      await calls.entry.resetByLink.mutate({ token, password })
      setDone(true)
    },
  })
  if (done) return <EntryDone title={register('forgotten.done')}>{register('forgotten.doneBody')}</EntryDone>
  return (
    <form {...form.formProps} aria-label={t('title')}>
      <Stack gap="md">
        <div>
          <Title order={1}>{t('title')}</Title>
          <Text c="dimmed" mt={4}>
            {t('for', { username })}
          </Text>
        </div>
        {/* For the browser's keeper of passwords. */}
        <input type="text" name="username" autoComplete="username" value={username} readOnly hidden />
        <NewPasswordField
          {...textProps(form, 'password')}
          label={register('password.new')}
          known={[username]}
          autoFocus
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
      </Stack>
    </form>
  )
}
