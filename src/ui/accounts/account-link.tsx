'use client'

import { useSearchParams } from 'next/navigation'
import { createSerializer, useQueryState } from 'nuqs'
import people from '../people/people-page.module.css'
import { accountParser } from './account-list-state'
import type { Account } from './types'

const serialize = createSerializer({ account: accountParser })

type Props = {
  account: Pick<Account, 'id' | 'username'>
  /** Outside the table, which answers the press of its rows itself. */
  onOpen?: (id: number) => void
}

/** The link that opens an account. */
export function AccountLink({ account, onOpen }: Props) {
  const search = useSearchParams()
  return (
    <a
      className={onOpen ? people.other : people.name}
      href={serialize(search, { account: account.id })}
      data-row-link={onOpen ? undefined : account.id}
      onClick={(event) => {
        if (!onOpen || event.ctrlKey || event.metaKey || event.shiftKey) return
        event.preventDefault()
        onOpen(account.id)
      }}
    >
      {account.username}
    </a>
  )
}

/** Which account is open stands in the address, so that Back closes it. */
export function useOpenAccount() {
  const [account, set] = useQueryState('account', accountParser.withOptions({ history: 'push' }))
  return { account, open: (id: number) => void set(id), close: () => void set(null) }
}
