'use client'

import { useSearchParams } from 'next/navigation'
import { createSerializer, useQueryState } from 'nuqs'
import type { MouseEvent } from 'react'
import people from '../people/people-page.module.css'
import { accountParser } from './account-list-state'
import type { Account } from './types'

const serialize = createSerializer({ account: accountParser })

/** A real link, so that it can be opened in another tab; a plain press opens the drawer without a load. */
export function AccountLink({ account }: { account: Account }) {
  const search = useSearchParams()
  const { open } = useOpenAccount()
  const onClick = (event: MouseEvent) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return
    event.preventDefault()
    open(account.id)
  }
  return (
    <a
      className={people.name}
      href={serialize(search, { account: account.id })}
      data-row-link={account.id}
      onClick={onClick}
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
