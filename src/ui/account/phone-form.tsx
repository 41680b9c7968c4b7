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

/** Verifies the account's phone, or changes it, by a code that goes to it. */
export function PhoneForm({ account }: { account: Account }) {
  const t = useTranslations('ownAccount.phone')
  const calls = useTRPCClient()
  const { checkText, checkCode } = useAccountChecks()
  // The phone to be verified is there already: only the code is missing.
  const isOpen = account.phone !== '' && account.phone_state !== 'proven'
  const [blank] = useState(isOpen ? { ...empty, phone: account.phone } : empty)
  const isOwn = (phone = '') => isOpen && phone.trim() === account.phone
  const form = useOwnForm({
    blank,
    said: ({ phone }) => t(isOwn(phone) ? 'verified' : 'saved'),
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
      id="phone"
      title={t(isOpen ? 'verifyTitle' : 'title')}
      aside={account.phone ? t('body', { phone: maskNumber('phone', account.phone) }) : t('none')}
    >
      {isOpen && (
        <Alert color="amber" mb="sm">
          {t(account.phone_state === 'legacy' ? 'verifyLegacy' : 'verifyNeeded')}
        </Alert>
      )}
      <form {...form.formProps} aria-label={t(isOpen ? 'verifyTitle' : 'title')}>
        <Stack gap="sm">
          <TextInput
            {...textProps(form, 'phone')}
            label={t(isOwn(phone) ? 'current' : 'new')}
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
            {t(isOwn(phone) ? 'verify' : 'save')}
          </Button>
        </Stack>
      </form>
    </Section>
  )
}
