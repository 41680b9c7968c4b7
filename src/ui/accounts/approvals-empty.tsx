'use client'

import { Button, Text, Title } from '@mantine/core'
import { IconMailPlus, IconUserCheck } from '@tabler/icons-react'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import classes from './accounts.module.css'
import type { WaitingKind } from './approvals-state'

/** Nothing waits, and how something would come to. */
export function ApprovalsEmpty({ of }: { of: WaitingKind }) {
  const t = useTranslations('accounts.approvals')
  return (
    <div className={classes.empty} role="status">
      <IconUserCheck size={40} stroke={1.2} aria-hidden="true" />
      <Title order={2}>{t(of === 'waiting' ? 'emptyWaiting' : 'emptyWishes')}</Title>
      <Text c="dimmed" maw={420}>
        {t(of === 'waiting' ? 'emptyWaitingBody' : 'emptyWishesBody')}
      </Text>
      {of === 'waiting' && (
        <Button
          component={Link}
          href="/invitations"
          variant="default"
          mt="sm"
          leftSection={<IconMailPlus size={16} aria-hidden="true" />}
        >
          {t('invite')}
        </Button>
      )}
    </div>
  )
}
