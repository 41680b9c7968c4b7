'use client'

import { Alert, Anchor, Button, Group } from '@mantine/core'
import Link from 'next/link'
import { useFormatter, useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { useRoleWords } from '../account/use-role-words'
import { useWishWords } from '../account/use-wish-words'
import { useActor } from '../shell/actor-context'
import classes from './account-drawer.module.css'
import { AccountMark } from './account-mark'
import { MaskedNumber } from './masked-number'
import { PendingDecision } from './pending-decision'
import type { Account } from './types'
import { useAges } from './use-ages'

type Line = [label: string, value: ReactNode]

/** What is known of an account, and the way to deciding what it waits for. */
export function AccountDetails({ account }: { account: Account }) {
  const t = useTranslations('accounts.detail')
  const list = useTranslations('accounts.list')
  const approvals = useTranslations('accounts.approvals')
  const format = useFormatter()
  const { username } = useActor()
  const role = useRoleWords()(account)
  const what = useWishWords()(account)
  const age = useAges(account.is_pending ? [account.id] : [])(account.id)
  const time = (stamp: string) => format.dateTime(new Date(stamp), { dateStyle: 'medium', timeStyle: 'short' })
  const lines: (Line | false | '' | null)[] = [
    [list('state'), <AccountMark key="state" account={account} />],
    account.refusal && [t('refusal'), account.refusal],
    !account.is_pending && [list('role'), role],
    account.phone && [list('phone'), <MaskedNumber key={account.id} phone={account.phone} name={account.username} />],
    account.work_id && [list('work_id'), account.work_id],
    account.email && [t('email'), account.email],
    account.wechat && [t('wechat'), account.wechat],
    account.person_id !== null && [
      t('person'),
      <Anchor key="person" component={Link} href={`/teachers?person=${account.person_id}`} size="sm">
        {t('openPerson')}
      </Anchor>,
    ],
    [list('create_time'), time(account.create_time)],
    age && [t('age'), age],
    [list('last_login'), account.last_login ? time(account.last_login) : list('never')],
  ]
  return (
    <>
      {account.username === username && (
        <Alert color="ink" my="sm" py="xs">
          {t('you')}
        </Alert>
      )}
      <dl className={classes.details}>
        {lines
          .filter((line) => line !== false && line !== '' && line !== null)
          .map(([label, value]) => (
            <div key={label}>
              <dt>{label}</dt>
              <dd>{value}</dd>
            </div>
          ))}
      </dl>
      {account.is_pending && <PendingDecision account={account} />}
      {!account.is_pending && what && (
        <Alert color="amber" mt="md">
          <Group justify="space-between">
            {approvals('wants', { what })}
            <Button component={Link} href="/approvals?of=wishes" size="compact-sm">
              {t('decide')}
            </Button>
          </Group>
        </Alert>
      )}
    </>
  )
}
