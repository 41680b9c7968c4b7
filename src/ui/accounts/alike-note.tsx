'use client'

import { Alert, List, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useTRPC } from '../trpc/client'
import { AccountLink } from './account-link'

/** The school's user names that look like others; those of other schools are not named. */
export function AlikeNote() {
  const t = useTranslations('accounts.alike')
  const trpc = useTRPC()
  const { data: alike = [] } = useQuery(trpc.accounts.alike.queryOptions())
  if (alike.length === 0) return null
  return (
    <Alert color="amber" title={t('title', { count: alike.length })} mb="md">
      <Text size="sm">{t('body')}</Text>
      <List size="sm" mt={4}>
        {alike.map((account) => (
          <List.Item key={account.id}>
            <AccountLink account={account} />
            {' — '}
            {[
              ...account.others.map(({ username }) => username),
              ...(account.elsewhere > 0 ? [t('elsewhere', { count: account.elsewhere })] : []),
            ].join('、')}
          </List.Item>
        ))}
      </List>
    </Alert>
  )
}
