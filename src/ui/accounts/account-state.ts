import type { Account } from './types'

export const accountStates = ['pending', 'asking', 'approved', 'disabled'] as const
export type ShownState = (typeof accountStates)[number] | 'refused' | 'weak'

type Standing = Pick<Account, 'is_active' | 'is_pending' | 'refusal' | 'wants_grade' | 'wants_super' | 'is_weak'>

/** The one word for how an account stands: what shuts it out comes before what it waits for. */
export function stateOf(account: Standing): ShownState {
  if (!account.is_active) return 'disabled'
  if (account.is_pending) return account.refusal ? 'refused' : 'pending'
  if (account.is_weak) return 'weak'
  return account.wants_grade > 0 || account.wants_super > 0 ? 'asking' : 'approved'
}
