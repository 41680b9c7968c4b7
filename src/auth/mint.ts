import { type Actor, minted } from '@/domain/actor'
import { granted } from '@/domain/policy'

type Who = Pick<Actor, 'schoolId' | 'role' | 'via' | 'fieldsVersion'> &
  Partial<Pick<Actor, 'accountId' | 'apiKeyId' | 'secretId' | 'callsPerMinute' | 'tokenId' | 'grade' | 'isConfirmed'>>

const nobody = { accountId: null, apiKeyId: null, secretId: null, callsPerMinute: null, tokenId: null, grade: null }

/**
 * Makes the Actor of a caller whom a gate of `auth/` has let in. `narrowedTo` holds a key to scopes of its own. A page's is
 * confirmed only where its gate says so.
 */
export function mintActor(who: Who, narrowedTo?: readonly string[]): Actor {
  const allowed = granted[who.role]
  const scopes = new Set(narrowedTo ? allowed.filter((scope) => narrowedTo.includes(scope)) : allowed)
  return { ...nobody, isConfirmed: who.via !== 'page', ...who, scopes, [minted]: true }
}
