'use client'

import { Alert, Anchor, Group, Text } from '@mantine/core'
import { useSessionStorage } from '@mantine/hooks'
import Link from 'next/link'
import { usePathname } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useActor } from './actor-context'

/** Asks for a code to the phone that was never proven, until it is put off for this visit. */
export function PhoneNotice() {
  const t = useTranslations('shell.phone')
  const { asksPhone } = useActor()
  const pathname = usePathname()
  const [putOff, setPutOff] = useSessionStorage({ key: 'mingce-phone-put-off', defaultValue: false })
  // The page of the account asks by itself.
  if (!asksPhone || putOff || pathname === '/account') return null
  return (
    <Alert color="amber" mb="md" role="status">
      <Group gap="md">
        <Text size="sm">{t('ask')}</Text>
        <Anchor component={Link} href="/account#prove-phone" size="sm">
          {t('prove')}
        </Anchor>
        <Anchor component="button" type="button" size="sm" onClick={() => setPutOff(true)}>
          {t('later')}
        </Anchor>
      </Group>
    </Alert>
  )
}
