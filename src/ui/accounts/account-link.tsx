'use client'

import { useSearchParams } from 'next/navigation'
import { createSerializer, useQueryState } from 'nuqs'
import people from '../people/people-page.module.css'
import { accountParser } from './account-list-state'
import type { Account } from './types'

const serialize = createSerializer({ account: accountParser })

/** The link of an account's row; the table answers its press. */
export function AccountLink({ account }: { account: Pick<Account, 'id' | 'username'> }) {
  const search = useSearchParams()
  return (
    <a className={people.name} href={serialize(search, { account: account.id })} data-row-link={account.id}>
      {account.username}
    </a>
  )
}

/** Which account is open stands in the address, so that Back closes it. */
export function useOpenAccount() {
  const [account, set] = useQueryState('account', accountParser.withOptions({ history: 'push' }))
  return { account, open: (id: number) => void set(id), close: () => void set(null) }
}
