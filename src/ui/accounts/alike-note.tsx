'use client'

import { Alert, Anchor, List, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useFormatter, useTranslations } from 'next-intl'
import { useState } from 'react'
import { useTRPC } from '../trpc/client'
import { AccountLink, useOpenAccount } from './account-link'

/** How many are listed until all are asked for: the table below is what the page is about. */
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
  return (
    <Alert color="amber" title={t('title', { count: alike.length })} mb="md" role="note">
      <Text size="sm">{t('body')}</Text>
      <List size="sm" mt={4}>
        {alike.slice(0, isWhole ? undefined : few).map((account) => (
          <List.Item key={account.id}>
            {t.rich('pair', {
              name: () => <AccountLink account={account} onOpen={open} />,
              others: format.list([
                ...account.others.map(({ username }) => username),
                ...(account.elsewhere > 0 ? [t('elsewhere', { count: account.elsewhere })] : []),
              ]),
            })}
          </List.Item>
        ))}
      </List>
      {!isWhole && alike.length > few && (
        <Anchor component="button" type="button" size="sm" mt={4} onClick={() => setWhole(true)}>
          {t('all', { count: alike.length })}
        </Anchor>
      )}
    </Alert>
  )
}
