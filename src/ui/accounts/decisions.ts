import type { inferRouterInputs } from '@trpc/server'
import type { AppRouter } from '@/trpc/router'
import type { Account, Candidate } from './types'

type Approval = inferRouterInputs<AppRouter>['accounts']['approve']['approvals'][number]

/** What an administrator has chosen for one registration. `person`: a teacher's id, `new`, `none`, or `''` for not yet. */
export type Decision = { person: string; grade: boolean; super: boolean }

/**
 * What is proposed before anybody has chosen: the teacher for whom a key made it, the one teacher it can be, a new record
 * when there is nobody of the kind, and nothing when several could be meant, or only the name or the typed number is the same. A wish is
 * granted only by hand.
 */
export function proposal(candidates: readonly Candidate[]): Decision {
  const own = candidates.find(({ by }) => by === 'record')
  if (own) return { person: String(own.id), grade: false, super: false }
  const byNumber = candidates.filter(({ by }) => by === 'work_id')
  const byPhone = candidates.filter(({ by }) => by === 'phone')
  const [only, another] = byNumber.length > 0 ? byNumber : byPhone
  const one = only && !another ? String(only.id) : ''
  const person = candidates.length === 0 ? 'new' : one
  return { person, grade: false, super: false }
}

/** What is sent for a decision; undefined while it is not said who it is. */
export function approvalOf(account: Pick<Account, 'id'>, decision: Decision): Approval | undefined {
  const { person } = decision
  if (person === '') return undefined
  return {
    id: account.id,
    person: person === 'new' || person === 'none' ? person : Number(person),
    grant_grade: decision.grade,
    grant_super: decision.super,
  }
}
