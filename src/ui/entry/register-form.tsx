'use client'

import { Alert, Button, Stack, TextInput } from '@mantine/core'
import { useTranslations } from 'next-intl'
import { textProps } from '../form/text-props'
import { CodeField } from './code-field'
import { NewPasswordField } from './new-password-field'
import { OptionalFields } from './optional-fields'
import type { Invited, OpenSchool } from './register-page'
import { SchoolChoice } from './school-choice'
import { useRegistration } from './use-registration'
import { Wishes } from './wishes'

type Props = {
  schools: readonly OpenSchool[]
  invited: Invited | undefined
  done: (registered: { username: string; isPending: boolean; school: string }) => void
}

export function RegisterForm({ schools, invited, done }: Props) {
  const t = useTranslations('register')
  const code = useTranslations('register.code')
  const { form, known, isFree, askCode } = useRegistration({ schools, invited, done })
  const { values, errors, set } = form
  return (
    <form {...form.formProps} aria-label={t('title')}>
      <Stack gap="md">
        <SchoolChoice
          schools={schools}
          invited={invited?.school}
          value={values.school_id ?? ''}
          onChange={(id) => set('school_id', id)}
          error={errors.school_id}
        />
        <TextInput
          {...textProps(form, 'username')}
          label={t('username')}
          description={errors.username ? undefined : isFree ? `✓ ${t('usernameFree')}` : t('usernameHint')}
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          maxLength={150}
          size="md"
        />
        <TextInput
          {...textProps(form, 'phone')}
          label={t('phone')}
          type="tel"
          inputMode="numeric"
          autoComplete="tel-national"
          maxLength={20}
          size="md"
        />
        <CodeField
          phone={(values.phone ?? '').trim()}
          value={values.code ?? ''}
          onChange={(digits) => set('code', digits)}
          error={errors.code}
          ask={askCode}
          ready={() => form.ready(['username', 'phone'])}
          onIssues={form.complain}
          sent={(phone) => code('sent', { phone })}
        />
        <NewPasswordField {...textProps(form, 'password')} known={known} size="md" />
        <OptionalFields form={form} />
        <Wishes form={form} />
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
