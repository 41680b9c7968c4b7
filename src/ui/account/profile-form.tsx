'use client'

import { Alert, Button, Stack, TextInput } from '@mantine/core'
import { useTranslations } from 'next-intl'
import type { Account } from '../accounts/types'
import { useAccountChecks } from '../entry/use-account-checks'
import { textProps } from '../form/text-props'
import { UnsavedPage } from '../form/unsaved-page'
import { useActor } from '../shell/actor-context'
import { useTRPCClient } from '../trpc/client'
import { Section } from './section'
import { useOwnForm } from './use-own-form'
import { useRoleWords } from './use-role-words'

const keys = ['username', 'work_id', 'email', 'wechat'] as const
const boxes = {
  username: { autoComplete: 'username', autoCapitalize: 'none', maxLength: 150 },
  work_id: { autoComplete: 'off', maxLength: 25 },
  email: { type: 'email', autoComplete: 'email', maxLength: 256 },
  wechat: { autoComplete: 'off', maxLength: 128 },
} as const

const draftOf = (account: Account) => Object.fromEntries(keys.map((key) => [key, account[key] ?? '']))

export function ProfileForm({ account }: { account: Account }) {
  const t = useTranslations('ownAccount.profile')
  const register = useTranslations('register')
  const calls = useTRPCClient()
  const { schoolName } = useActor()
  const role = useRoleWords()(account)
  const { checkText } = useAccountChecks()
  const form = useOwnForm({
    blank: draftOf(account),
    check: (key, values) => checkText(key, values[key] ?? ''),
    said: () => t('saved'),
    send: async (values) => {
      const { username = '', ...others } = values
      const optional = Object.entries(others).map(([key, value]) => [key, value.trim() || null])
      // An account made for a person may sign in by its number and have no name of its own.
      const named = username.trim() === account.username ? {} : { username: username.trim() }
      form.restart(draftOf(await calls.own.update.mutate({ ...named, ...Object.fromEntries(optional) })))
    },
  })
  return (
    <Section
      title={t('title')}
      aside={
        <>
          {t('body', { school: schoolName })}
          <br />
          {t('role', { role })}
        </>
      }
    >
      <UnsavedPage dirty={form.dirty && !form.busy} />
      <form {...form.formProps} aria-label={t('title')}>
        <Stack gap="sm">
          {keys.map((key) => (
            <TextInput key={key} {...textProps(form, key)} {...boxes[key]} label={register(key)} spellCheck={false} />
          ))}
          {form.refusal && (
            <Alert color="red" role="alert">
              {form.refusal}
            </Alert>
          )}
          <Button type="submit" loading={form.busy} disabled={!form.dirty} style={{ alignSelf: 'flex-start' }}>
            {t('save')}
          </Button>
        </Stack>
      </form>
    </Section>
  )
}
