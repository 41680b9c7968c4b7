import { randomUUID } from 'node:crypto'
import { decodeProtectedHeader, errors, jwtVerify, SignJWT } from 'jose'
import type { KnownBrowser } from '@/domain/accounts/guesses'
import { type Credentials, checkCredentials, findTokenStanding } from '@/domain/accounts/sessions'
import type { Actor } from '@/domain/actor'
import { ok, type Result } from '@/domain/errors'
import type { Db, RootDb } from '@/infra/db'
import { keyFor } from '@/infra/secret'
import { accountActor } from './role'

/** How long a token lasts, in seconds: exactly one day. */
const tokenLife = 86_400
const audience = 'mingce:accounts'
const purpose = 'account token'

/** Why a token is none; the contract has a sentence for each. */
export type TokenProblem = 'malformed' | 'expired' | 'other_algorithm' | 'ended' | 'disabled'

/** A token of the account, with the claims the excourse contract begins with, in its order. */
export async function issueAccountToken(
  db: Db,
  account: { id: number; username: string; email: string | null },
  jti: string = randomUUID(),
): Promise<string> {
  const standing = await findTokenStanding(db, account.id)
  const now = Math.floor(Date.now() / 1000)
  const claims = { user_id: account.id, username: account.username, exp: now + tokenLife, email: account.email }
  const ours = { iat: now, jti, aud: audience, sv: standing?.session_version ?? 0 }
  return new SignJWT({ ...claims, ...ours }).setProtectedHeader({ typ: 'JWT', alg: 'HS256' }).sign(keyFor(purpose))
}

type Claims = { user_id: number; jti: string; sv: number }

async function verify(token: string): Promise<Claims | TokenProblem> {
  try {
    if (decodeProtectedHeader(token).alg !== 'HS256') return 'other_algorithm'
    const { payload } = await jwtVerify(token, keyFor(purpose), { algorithms: ['HS256'], audience })
    const { user_id, jti, sv } = payload
    const isOurs = typeof user_id === 'number' && typeof jti === 'string' && typeof sv === 'number'
    return isOurs ? { user_id, jti, sv } : 'malformed'
  } catch (error) {
    if (error instanceof errors.JWTExpired) return 'expired'
    return error instanceof errors.JWTClaimValidationFailed ? 'other_algorithm' : 'malformed'
  }
}

/** The actor of an account's token, or why it is none. */
export async function tokenActor(db: Db, token: string): Promise<Actor | TokenProblem> {
  const claims = await verify(token)
  if (typeof claims === 'string') return claims
  const account = await findTokenStanding(db, claims.user_id)
  if (!account || account.is_gone) return 'ended'
  if (account.is_disabled) return 'disabled'
  const holds = claims.sv === account.session_version || claims.jti === account.kept_token
  return holds ? accountActor(account, 'rest', claims.jti) : 'ended'
}

/** `known`: by which the caller's browser is known from now on. */
export type LoggedIn = { answer: { user_id: number; username: string; token: string }; known: KnownBrowser }

/** Trades name and password for a token; `undefined` when anything is wrong. */
export async function logIn(db: RootDb, given: Credentials): Promise<Result<LoggedIn | undefined>> {
  const checked = await checkCredentials(db, given)
  // This contract has no way to ask for the school: a number that several have signs nobody in.
  if (!checked.ok) return checked.failure.kind === 'refused' ? ok(undefined) : checked
  if (checked.value === undefined) return ok(undefined)
  const [row] = await db.sql<{ id: number; username: string; email: string | null }>(
    `SELECT a.id, coalesce(a.username, p.usin, '') AS username, a.email FROM account a LEFT JOIN person p ON p.id = a.person_id WHERE a.id = $1`,
    [checked.value.accountId],
  )
  if (!row) return ok(undefined)
  const jti = randomUUID()
  return ok({
    answer: { user_id: row.id, username: row.username, token: await issueAccountToken(db, row, jti) },
    known: { ...checked.value, sessionId: jti },
  })
}
