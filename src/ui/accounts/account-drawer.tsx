'use client'

import { Drawer, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useRef } from 'react'
import { useTRPC } from '../trpc/client'
import { failureOf } from '../trpc/failure-of'
import { AccountActions } from './account-actions'
import { AccountDetails } from './account-details'
import classes from './account-drawer.module.css'
import { useOpenAccount } from './account-link'
import { AccountRoles } from './account-roles'

/** The account that is open: what is known of it, what it administers, and how it signs in. */
export function AccountDrawer() {
  const t = useTranslations('accounts.detail')
  const common = useTranslations('common')
  const trpc = useTRPC()
  const { account: wanted, close } = useOpenAccount()
  // While the drawer slides away it still shows who was there.
  const last = useRef(wanted)
  if (wanted !== null) last.current = wanted
  const id = last.current ?? 0
  const { data, error } = useQuery(trpc.accounts.get.queryOptions({ id }, { enabled: id > 0 }))
  // Whoever manages accounts is answered the whole of one.
  const account = data && 'is_weak' in data ? data : undefined
  return (
    <Drawer
      opened={wanted !== null}
      onClose={close}
      position="right"
      size={520}
      title={account?.username}
      transitionProps={{ duration: 150 }}
      closeButtonProps={{ 'aria-label': common('close'), size: 'lg' }}
      classNames={{ header: classes.header ?? '', title: classes.title ?? '', body: classes.body ?? '' }}
    >
      {error && failureOf(error)?.kind === 'not_found' && <Text c="dimmed">{t('notFound')}</Text>}
      {account && (
        <>
          <AccountDetails account={account} />
          {!account.is_pending && (
            // What was saved elsewhere is what it starts from.
            <AccountRoles key={`${account.id} ${account.update_time}`} account={account} />
          )}
          <AccountActions account={account} close={close} />
        </>
      )}
    </Drawer>
  )
}
