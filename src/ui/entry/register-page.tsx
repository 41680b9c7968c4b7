'use client'

import { Anchor, Stack, Text, Title } from '@mantine/core'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { EntryDone } from './entry-done'
import { RegisterForm } from './register-form'

export type OpenSchool = { id: number; name: string }
export type Invited = { token: string; school: OpenSchool; autoApprove: boolean }
type Registered = { username: string; isPending: boolean; school: string }

/** The form, and after it what happens next. */
export function RegisterPage({ schools, invited }: { schools: readonly OpenSchool[]; invited?: Invited }) {
  const t = useTranslations('register')
  const [done, setDone] = useState<Registered>()
  if (done) {
    const kind = done.isPending ? 'pending' : 'approved'
    return (
      <EntryDone title={t(`done.${kind}`)} waits={done.isPending}>
        {t(`done.${kind}Body`, { school: done.school, username: done.username })}
      </EntryDone>
    )
  }
  const intro = invited
    ? t(invited.autoApprove ? 'introAuto' : 'introInvited', { school: invited.school.name })
    : t('intro')
  return (
    <Stack gap="lg">
      <div>
        <Title order={1}>{t('title')}</Title>
        <Text c="dimmed" size="sm" mt={4}>
          {intro}
        </Text>
      </div>
      <RegisterForm schools={schools} invited={invited} done={setDone} />
      <Text size="sm" c="dimmed" ta="center">
        {t('haveAccount')}{' '}
        <Anchor href="/sign-in" underline="always">
          {t('signIn')}
        </Anchor>
      </Text>
    </Stack>
  )
}
