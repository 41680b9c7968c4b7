'use client'

import { Alert, Button, Stack } from '@mantine/core'
import { useTranslations } from 'next-intl'
import type { Account } from '../accounts/types'
import { NewPasswordField } from '../entry/new-password-field'
import { useAccountChecks } from '../entry/use-account-checks'
import { textProps } from '../form/text-props'
import { PasswordField } from '../kit/password-field'
import { useActor } from '../shell/actor-context'
import { useTRPCClient } from '../trpc/client'
import { Section } from './section'
import { useOwnForm } from './use-own-form'

const blank = { current: '', password: '' }

export function PasswordForm({ account }: { account: Account }) {
  const t = useTranslations('ownAccount.password')
  const register = useTranslations('register.password')
  const calls = useTRPCClient()
  const { schoolName } = useActor()
  const { checkText, checkNewPassword } = useAccountChecks()
  const known = [account.username, account.phone, schoolName]
  const form = useOwnForm({
    blank,
    said: () => t('saved'),
    // Whatever the current one is: the server alone can tell.
    check: async (key, { current = '', password = '' }) =>
      key === 'password' ? checkNewPassword(password, known) : current === '' ? checkText('password', '') : undefined,
    send: async ({ current = '', password = '' }) => {
      await calls.own.changePassword.mutate({ current, password })
      form.restart(blank)
    },
  })
  return (
    <Section title={t('title')} aside={t('body')}>
      <form {...form.formProps} aria-label={t('title')}>
        <Stack gap="sm">
          <input type="text" name="username" autoComplete="username" value={account.username} readOnly hidden />
          <PasswordField {...textProps(form, 'current')} label={t('current')} autoComplete="current-password" />
          <NewPasswordField {...textProps(form, 'password')} label={register('new')} known={known} />
          {form.refusal && (
            <Alert color="red" role="alert">
              {form.refusal}
            </Alert>
          )}
          <Button type="submit" loading={form.busy} style={{ alignSelf: 'flex-start' }}>
            {t('save')}
          </Button>
        </Stack>
      </form>
    </Section>
  )
}
