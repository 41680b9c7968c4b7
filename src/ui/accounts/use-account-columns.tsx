'use client'

import { useFormatter, useTranslations } from 'next-intl'
import { useMemo } from 'react'
import { useRoleWords } from '../account/use-role-words'
import type { Column } from '../table/column'
import { AccountLink } from './account-link'
import { AccountMark } from './account-mark'
import { MaskedNumber } from './masked-number'
import type { Account } from './types'

export function useAccountColumns(): Column<Account>[] {
  const t = useTranslations('accounts.list')
  const format = useFormatter()
  const roleOf = useRoleWords()
  return useMemo(() => {
    const time = (stamp: string) => format.dateTime(new Date(stamp), { dateStyle: 'medium', timeStyle: 'short' })
    const blank = <span data-blank />
    return [
      { id: 'name', label: t('name'), sortable: true, cell: (account) => <AccountLink account={account} /> },
      {
        id: 'phone',
        label: t('phone'),
        cell: ({ phone, username }) => <MaskedNumber phone={phone} name={username} />,
      },
      { id: 'work_id', label: t('work_id'), cell: ({ work_id }) => work_id ?? blank, labelOnPhone: true },
      { id: 'role', label: t('role'), cell: (account) => (account.is_pending ? blank : roleOf(account)) },
      {
        id: 'last_login',
        label: t('last_login'),
        sortable: true,
        labelOnPhone: true,
        cell: ({ last_login }) => (last_login ? time(last_login) : t('never')),
      },
      {
        id: 'create_time',
        label: t('create_time'),
        sortable: true,
        labelOnPhone: true,
        cell: ({ create_time }) => time(create_time),
      },
      { id: 'status', label: t('state'), cell: (account) => <AccountMark account={account} /> },
    ]
  }, [t, format, roleOf])
}
