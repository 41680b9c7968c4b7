'use client'

import { Alert, Button, Stack, TextInput } from '@mantine/core'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { maskNumber } from '@/domain/people/mask-rules'
import type { Account } from '../accounts/types'
import { CodeField } from '../entry/code-field'
import { useAccountChecks } from '../entry/use-account-checks'
import { textProps } from '../form/text-props'
import { useTRPCClient } from '../trpc/client'
import { Section } from './section'
import { useOwnForm } from './use-own-form'

const empty = { phone: '', code: '' }

/** Another phone, by a code that goes to it. */
export function PhoneForm({ account }: { account: Account }) {
  const t = useTranslations('ownAccount.phone')
  const calls = useTRPCClient()
  const { checkText, checkCode } = useAccountChecks()
  // Who is to prove the phone they have need not type it again.
  const isOpen = account.phone !== '' && account.phone_state !== 'proven'
  const [blank] = useState(isOpen ? { ...empty, phone: account.phone } : empty)
  const form = useOwnForm({
    blank,
    said: t('saved'),
    check: async (key, values) => {
      const value = values[key] ?? ''
      return key === 'code' ? checkCode(value) : checkText(key, value)
    },
    send: async ({ phone = '', code = '' }) => {
      await calls.own.changePhone.mutate({ phone: phone.trim(), code })
      form.restart(empty)
    },
  })
  const { values, errors, set } = form
  const phone = (values.phone ?? '').trim()
  return (
    <Section
      title={t('title')}
      aside={account.phone ? t('body', { phone: maskNumber('phone', account.phone) }) : t('none')}
    >
      {isOpen && (
        <Alert color="amber" title={t('proveTitle')} mb="sm" id="prove-phone">
          {t(account.phone_state === 'legacy' ? 'proveLegacy' : 'prove')}
        </Alert>
      )}
      <form {...form.formProps} aria-label={t('title')}>
        <Stack gap="sm">
          <TextInput
            {...textProps(form, 'phone')}
            label={t('new')}
            type="tel"
            inputMode="numeric"
            autoComplete="tel-national"
            maxLength={20}
          />
          <CodeField
            phone={phone}
            value={values.code ?? ''}
            onChange={(digits) => set('code', digits)}
            error={errors.code}
            ask={() => calls.own.phoneCode.mutate({ phone })}
            ready={() => form.ready(['phone'])}
            onIssues={form.complain}
            sent={(to) => t('sent', { phone: to })}
            size="sm"
          />
          {form.refusal && (
            <Alert color="red" role="alert">
              {form.refusal}
            </Alert>
          )}
          <Button type="submit" variant="default" loading={form.busy} style={{ alignSelf: 'flex-start' }}>
            {t('save')}
          </Button>
        </Stack>
      </form>
    </Section>
  )
}
