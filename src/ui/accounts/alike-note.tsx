'use client'

import { Alert, Anchor, List, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useFormatter, useTranslations } from 'next-intl'
import { useState } from 'react'
import { useTRPC } from '../trpc/client'
import { AccountLink, useOpenAccount } from './account-link'
import { alikeGroups } from './alike-groups'

/** How many groups are listed until all are asked for: the table below is what the page is about. */
const few = 3

/** The school's user names that look like others; those of other schools are not named. */
export function AlikeNote() {
  const t = useTranslations('accounts.alike')
  const format = useFormatter()
  const trpc = useTRPC()
  const { open } = useOpenAccount()
  const [isWhole, setWhole] = useState(false)
  const { data: alike = [] } = useQuery(trpc.accounts.alike.queryOptions())
  if (alike.length === 0) return null
  const groups = alikeGroups(alike)
  return (
    <Alert color="amber" title={t('title', { count: alike.length })} mb="md" role="note">
      <Text size="sm">{t('body')}</Text>
      <List size="sm" mt={4}>
        {groups.slice(0, isWhole ? undefined : few).map(({ members, elsewhere }) => (
          <List.Item key={members.map(({ id }) => id).join()}>
            {format.list([
              ...members.map((account) => <AccountLink key={account.id} account={account} onOpen={open} />),
              ...(elsewhere > 0 ? [t('elsewhere', { count: elsewhere })] : []),
            ])}
          </List.Item>
        ))}
      </List>
      {!isWhole && groups.length > few && (
        <Anchor component="button" type="button" size="sm" mt={4} onClick={() => setWhole(true)}>
          {t('all', { count: groups.length })}
        </Anchor>
      )}
    </Alert>
  )
}
