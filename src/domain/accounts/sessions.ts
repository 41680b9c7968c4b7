import { randomUUID } from 'node:crypto'
import type { Db, RootDb } from '@/infra/db'
import { hashPassword, needsRehash } from '@/infra/hashing'
import { Unavailable } from '@/infra/unavailable'
import { ok, type Result } from '../errors'
import { isConfirmedSql } from './confirm'
import { type Guess, guess, networkDigest } from './guesses'
import { alive } from './record'
import { giveBackSql } from './reservation'

/** How long a browser stays signed in, in seconds. */
export const sessionLife = 7 * 86_400

export type Credentials = Guess

/** One statement for all that a right password leaves: the try given back, a time, a known network, maybe a new hash, maybe a session. */
const letIn = `WITH back AS (${giveBackSql('$4', '$5')}),
  known AS (INSERT INTO account_network (account_id, network, last_at) SELECT $1::int, $6::bytea, now()
    WHERE NOT EXISTS (SELECT FROM account_network WHERE account_id = $1::int AND network = $6::bytea AND last_at > now() - interval '1 day')
    ON CONFLICT (account_id, network) DO UPDATE SET last_at = now()),
  opened AS (INSERT INTO session (id, account_id, expires_at, user_agent, address)
    SELECT $7::uuid, $1::int, now() + make_interval(secs => ${sessionLife}), $8::text, $9::text WHERE $7::uuid IS NOT NULL)
  UPDATE account SET last_login_at = clock_timestamp(),
    password_hash = CASE WHEN password_hash = $2 THEN coalesce($3, password_hash) ELSE password_hash END WHERE id = $1
  RETURNING session_version`

export type LetIn = { accountId: number; version: number }

/**
 * Checks name and password. The name is a user name, or a phone, work or student number: see `namedSql`.
 * `undefined` when anything is wrong, and `refused: needs_school` when the name may be a number of several: the caller is not told what,
 * and it takes the same time. Wrong tries are limited as
 * `guesses.ts` has it. `session`: one to open, with the browser it is of.
 */
export async function checkCredentials(
  db: RootDb,
  given: Credentials,
  session?: { id: string; userAgent: string },
): Promise<Result<LetIn | undefined>> {
  const browser = session
    ? [session.id, session.userAgent.slice(0, 300), given.address.slice(0, 64)]
    : [null, null, null]
  return guess(db, given, async ({ id, password_hash, reservation: { keys, ends } }) => {
    const rehashed = needsRehash(password_hash) ? await rehash(given.password, id) : null
    const values = [id, password_hash, rehashed, keys, ends, networkDigest(given.address), ...browser]
    const [row] = await db.sql<{ session_version: number }>(letIn, values, { kept: 'write' })
    return row && { accountId: id, version: row.session_version }
  })
}

/** On a busy site the old hash stays until the next sign-in. */
async function rehash(password: string, id: number): Promise<string | null> {
  try {
    return await hashPassword(password, `account ${id}`)
  } catch (error) {
    if (error instanceof Unavailable) return null
    throw error
  }
}

export type SignedIn = LetIn & { sessionId: string }

/** Signs a browser in; `undefined` as `checkCredentials` has it. */
export async function signIn(
  db: RootDb,
  { userAgent, ...given }: Credentials & { userAgent: string },
): Promise<Result<SignedIn | undefined>> {
  const sessionId = randomUUID()
  const checked = await checkCredentials(db, given, { id: sessionId, userAgent })
  if (!checked.ok) return checked
  return ok(checked.value && { ...checked.value, sessionId })
}

/** Ends one session; the browser that holds it is signed out at its next request. */
export async function endSession(db: Db, input: { sessionId: string }): Promise<void> {
  await db.sql('UPDATE session SET ended_at = now() WHERE id = $1::uuid AND ended_at IS NULL', [input.sessionId])
}

/** What a gate has to know of an account to let its owner in. */
export type Standing = {
  account_id: number
  school_id: number
  fields_version: number
  is_super: number
  is_grade: number
  is_approved: boolean
  is_weak: boolean
  person_role: number | null
  username: string
  school_name: string
  /** The account has a phone that is not proven. */
  asks_phone: boolean
}

const standing = `a.id AS account_id, a.school_id, sc.fields_version, a.is_super::int AS is_super, a.is_grade::int AS is_grade,
  a.approved_at IS NOT NULL AS is_approved, a.is_weak, p.role::int AS person_role, coalesce(a.username, p.usin, '') AS username,
  sc.name AS school_name, a.phone <> '' AND a.phone_state <> 'proven' AS asks_phone`

/** What an account is now, without a session; undefined when it may not come in. */
export async function findStanding(db: Db, accountId: number): Promise<Standing | undefined> {
  const [row] = await db.sql<Standing>(
    `SELECT ${standing} FROM account a JOIN school sc ON sc.id = a.school_id LEFT JOIN person p ON p.id = a.person_id
     WHERE a.id = $1 AND ${alive}`,
    [accountId],
  )
  return row
}

/** The same of a browser session, with whether its password was given lately enough for a sensitive change. */
export type SessionStanding = Standing & { is_confirmed: boolean }

/** The account of a session that has neither ended nor expired, as it is now; undefined when it may not go on. */
export async function findSession(db: Db, sessionId: string): Promise<SessionStanding | undefined> {
  const [row] = await db.sql<SessionStanding>(
    `WITH seen AS (UPDATE session SET last_seen_at = now() WHERE id = $1::uuid AND last_seen_at < now() - interval '5 minutes')
     SELECT ${standing}, ${isConfirmedSql} AS is_confirmed FROM session s JOIN account a ON a.id = s.account_id JOIN school sc ON sc.id = a.school_id
       LEFT JOIN person p ON p.id = a.person_id
     WHERE s.id = $1::uuid AND s.ended_at IS NULL AND s.expires_at > now() AND ${alive}`,
    [sessionId],
  )
  return row
}

/** The account that a token names, with what tells whether the token still holds. */
export type TokenStanding = Standing & {
  session_version: number
  kept_token: string | null
  is_gone: boolean
  is_disabled: boolean
}

/** By the account's id; whether it is gone or disabled is for the caller to say. */
export async function findTokenStanding(db: Db, accountId: number): Promise<TokenStanding | undefined> {
  const [row] = await db.sql<TokenStanding>(
    `SELECT ${standing}, a.session_version, a.kept_token, (a.deleted_at IS NOT NULL OR (p.id IS NOT NULL AND p.deleted_at IS NOT NULL)) AS is_gone,
       (NOT a.is_active OR (p.id IS NOT NULL AND p.status <> 1)) AS is_disabled
     FROM account a JOIN school sc ON sc.id = a.school_id LEFT JOIN person p ON p.id = a.person_id WHERE a.id = $1`,
    [accountId],
  )
  return row
}
