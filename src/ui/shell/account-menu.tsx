'use client'

import { useOnDemand } from '../kit/on-demand'
import { AccountButton } from './account-button'

const load = () => import('./account-dropdown').then(({ AccountDropdown }) => AccountDropdown)

export function AccountMenu() {
  const [AccountDropdown, bring] = useOnDemand(load)
  return AccountDropdown ? (
    <AccountDropdown />
  ) : (
    <AccountButton aria-haspopup="menu" aria-expanded={false} onClick={bring} />
  )
}
