import { randomUUID } from 'node:crypto'
import type { Db } from '@/infra/db'
import { env } from '@/infra/env'
import { hashPassword, needsRehash, verifyPassword } from '@/infra/hashing'
import { ok, type Result, throttled } from '../errors'
import { alive } from './record'
import { count, forgetSql, keyOf, leftSql } from './throttle'

/** How long a browser stays signed in, in seconds. */
export const sessionLife = 7 * 86_400

export type Credentials = { username: string; password: string; address: string }

type Found = { seconds: number; id: number | null; password_hash: string | null; exact: boolean }

/** Those whom a name may mean, beside the seconds that whoever tries has to wait; one row at least. */
const findNamed = `SELECT ${leftSql('$2', '$3')} AS seconds, named.* FROM (SELECT) one LEFT JOIN (
  SELECT a.id, a.password_hash, coalesce(a.username = $1, false) AS exact FROM account a LEFT JOIN person p ON p.id = a.person_id
  WHERE (a.username = $1 OR a.work_id = $1 OR (a.phone = $1 AND a.phone <> '') OR p.usin = $1) AND ${alive}
  ORDER BY exact DESC LIMIT 2) named ON true`

/** One statement for all that a right password leaves: no count of wrong tries, a time, maybe a new hash, maybe a session. */
const letIn = `WITH forgotten AS (${forgetSql('$4')}),
  opened AS (INSERT INTO session (id, account_id, expires_at, user_agent, address)
    SELECT $5::uuid, $1::int, now() + make_interval(secs => ${sessionLife}), $6::text, $7::text WHERE $5::uuid IS NOT NULL)
  UPDATE account SET last_login_at = clock_timestamp(),
    password_hash = CASE WHEN password_hash = $2 THEN coalesce($3, password_hash) ELSE password_hash END WHERE id = $1`

/**
 * Checks name and password. The name is a user name, or a phone, work or student number that only one account has.
 * `undefined` when anything is wrong: the caller is not told what, and it takes the same time. Wrong tries are limited
 * per name and client address together, so that a stranger elsewhere locks nobody out. `session`: one to open, with the
 * browser it is of.
 */
export async function checkCredentials(
  db: Db,
  given: Credentials,
  session?: { id: string; userAgent: string },
): Promise<Result<number | undefined>> {
  const name = given.username.trim()
  const what = ['sign-in', name, given.address]
  const limit = { most: env().signInTries, seconds: 900 }
  const found = await db.sql<Found>(findNamed, [name, keyOf(what), limit.most], { kept: 'read' })
  const [first] = found
  if (first && first.seconds > 0) return throttled(first.seconds)

  const account = first?.exact || found.length === 1 ? first : undefined
  const lane = account?.id ? `account ${account.id}` : `name ${name}`
  const isRight = await verifyPassword(account?.password_hash ?? null, given.password, lane)
  if (!isRight || !account?.id) {
    await count(db, what, limit)
    return ok(undefined)
  }
  const rehashed = needsRehash(account.password_hash ?? '') ? await hashPassword(given.password, lane) : null
  const known = [account.id, account.password_hash, rehashed, keyOf(what)]
  const browser = session
    ? [session.id, session.userAgent.slice(0, 300), given.address.slice(0, 64)]
    : [null, null, null]
  await db.sql(letIn, [...known, ...browser], { kept: 'write' })
  return ok(account.id)
}

export type SignedIn = { sessionId: string; accountId: number }

/** Signs a browser in; `undefined` as `checkCredentials` has it. */
export async function signIn(
  db: Db,
  { userAgent, ...given }: Credentials & { userAgent: string },
): Promise<Result<SignedIn | undefined>> {
  const sessionId = randomUUID()
  const checked = await checkCredentials(db, given, { id: sessionId, userAgent })
  if (!checked.ok) return checked
  return ok(checked.value === undefined ? undefined : { sessionId, accountId: checked.value })
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
}

const standing = `a.id AS account_id, a.school_id, sc.fields_version, a.is_super::int AS is_super, a.is_grade::int AS is_grade,
  a.approved_at IS NOT NULL AS is_approved, a.is_weak, p.role::int AS person_role, coalesce(a.username, p.usin, '') AS username,
  sc.name AS school_name`

/** The account of a session that has neither ended nor expired, as it is now; undefined when it may not go on. */
export async function findSession(db: Db, sessionId: string): Promise<Standing | undefined> {
  const [row] = await db.sql<Standing>(
    `WITH seen AS (UPDATE session SET last_seen_at = now() WHERE id = $1::uuid AND last_seen_at < now() - interval '5 minutes')
     SELECT ${standing} FROM session s JOIN account a ON a.id = s.account_id JOIN school sc ON sc.id = a.school_id
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
