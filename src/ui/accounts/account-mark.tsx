'use client'

import { useTranslations } from 'next-intl'
import classes from './account-mark.module.css'
import { stateOf } from './account-state'
import type { Account } from './types'

/** A dot and a word: never the colour alone. */
export function AccountMark({ account }: { account: Account }) {
  const t = useTranslations('accounts.list.states')
  const state = stateOf(account)
  return (
    <span className={classes.mark} data-state={state}>
      {t(state)}
    </span>
  )
}
