import type { Standing } from '@/domain/accounts/sessions'
import type { Actor } from '@/domain/actor'
import { personRoles } from '@/domain/people/schema'
import type { Role } from '@/domain/policy'
import { mintActor } from './mint'

/** Who has not been let in, holds a weak password or is no teacher is held to themself. */
function roleOf(account: Standing): Role {
  if (!account.is_approved || account.is_weak) return 'self'
  if (account.is_super !== 0) return 'school_admin'
  if (account.person_role !== null && account.person_role !== personRoles.teacher) return 'self'
  return account.is_grade === 0 ? 'teacher' : 'grade_admin'
}

/**
 * The actor of an account whose token has been checked, whose browser session, or whose job: then with whether that is
 * confirmed.
 */
export function accountActor(
  account: Standing,
  via: 'page' | 'rest',
  tokenId: string | null,
  isConfirmed = via === 'rest',
): Actor {
  const role = roleOf(account)
  return mintActor({
    schoolId: account.school_id,
    role,
    via,
    accountId: account.account_id,
    tokenId,
    isConfirmed,
    grade: role === 'grade_admin' ? account.is_grade : null,
    fieldsVersion: account.fields_version,
  })
}
