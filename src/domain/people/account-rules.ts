import { hasRole, isOfKeys } from '../accounts/record'
import type { Actor } from '../actor'
import type { Issue } from '../errors'
import { can } from '../policy'
import type { Current } from './current'
import { type PersonPatch, type PersonRole, personRoles } from './schema'

/** What a change of a person does to the account behind the person. */
export type AccountReach = { password: boolean; standing: boolean }

/**
 * What a change reaches of the account behind the person: its password; its standing, which is the status that lets it
 * sign in and the number it signs in by. A value that is wrong counts as given, and one that is kept already does not.
 */
export function accountReach(data: PersonPatch, issues: readonly Issue[], current: Current): AccountReach {
  const isWrong = (key: string) => issues.some(({ field }) => field === key)
  const changes = (key: 'status' | 'usin') => data[key] !== undefined && data[key] !== current.row[key]
  return {
    password: Boolean(data.password) || isWrong('password'),
    standing: changes('status') || changes('usin') || isWrong('status') || isWrong('usin'),
  }
}

/** Whether accounts are closed to the actor but for the cases that `people:write` opens (reflections contract, `password`). */
export const isHeldToPeople = (actor: Actor): boolean => !can(actor, 'accounts:write')

/** Whether the change needs the scope `accounts:write`, which the actor lacks, by the account as it was read. */
export function needsAccounts(actor: Actor, { account }: Current, reach: AccountReach): boolean {
  if (!isHeldToPeople(actor) || account === null) return false
  const mayReplace = actor.role === 'api_key' ? account.of_keys : !account.has_role
  return (reach.password && !mayReplace) || (reach.standing && account.has_role)
}

/** SQL: whether `account a` is closed to the change by now. The write asks it again: a role may have been given meanwhile. */
export function closedSql(actor: Actor, reach: AccountReach): string | undefined {
  if (!isHeldToPeople(actor)) return undefined
  const password = actor.role === 'api_key' ? `NOT ${isOfKeys}` : hasRole
  const parts = [...(reach.password ? [password] : []), ...(reach.standing ? [hasRole] : [])]
  return parts.length === 0 ? undefined : `(${parts.join(' OR ')})`
}

/** Whether an account that the actor makes by a password is let in at once; a teacher's that a key makes is not. */
export const letsIn = (actor: Actor, role: PersonRole): boolean =>
  !isHeldToPeople(actor) || role !== personRoles.teacher
