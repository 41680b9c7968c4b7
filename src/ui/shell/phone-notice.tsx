'use client'

import { Alert, Anchor, Group, Text } from '@mantine/core'
import { useMounted, useSessionStorage } from '@mantine/hooks'
import Link from 'next/link'
import { usePathname } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useActor } from './actor-context'
import classes from './shell.module.css'

/** Asks for a code to the phone that was never verified, until it is put off for this visit. */
export function PhoneNotice() {
  const t = useTranslations('shell.phone')
  const { asksPhone } = useActor()
  const pathname = usePathname()
  // Only the browser knows whether it was put off: before that nothing is drawn, and so nothing flashes.
  const mounted = useMounted()
  const [putOff, setPutOff] = useSessionStorage({ key: 'mingce-phone-put-off', defaultValue: false })
  // The page of the account asks by itself.
  if (!mounted || !asksPhone || putOff || pathname === '/account') return null
  return (
    <Alert color="amber" radius={0} className={classes.notice} role="region" aria-label={t('label')}>
      <Group gap="xs" justify="space-between">
        <Text size="sm">{t('ask')}</Text>
        <Group gap="md">
          <Anchor component={Link} href="/account#phone" size="sm">
            {t('verify')}
          </Anchor>
          <Anchor component="button" type="button" size="sm" onClick={() => setPutOff(true)}>
            {t('later')}
          </Anchor>
        </Group>
      </Group>
    </Alert>
  )
}
