'use client'

import { Button } from '@mantine/core'
import { IconLogout } from '@tabler/icons-react'
import { useTranslations } from 'next-intl'
import { leave } from '../auth/leave'

export function SignOutButton() {
  const t = useTranslations('shell')
  return (
    <Button variant="default" leftSection={<IconLogout size={16} aria-hidden="true" />} onClick={leave}>
      {t('signOut')}
    </Button>
  )
}
