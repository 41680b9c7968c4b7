import { randomUUID } from 'node:crypto'
import type { Db } from '@/infra/db'
import { env } from '@/infra/env'
import { hashPassword, needsRehash, verifyPassword } from '@/infra/hashing'
import { ok, type Result, throttled } from '../errors'
import { alive } from './record'
import { count, forget, left } from './throttle'

/** How long a browser stays signed in, in seconds. */
export const sessionLife = 7 * 86_400

export type Credentials = { username: string; password: string; address: string }

/**
 * Checks name and password. The name is a user name, or a phone, work or student number that only one account has.
 * `undefined` when anything is wrong: the caller is not told what, and it takes the same time. Wrong tries are limited
 * per name and client address together, so that a stranger elsewhere locks nobody out.
 */
export async function checkCredentials(db: Db, given: Credentials): Promise<Result<number | undefined>> {
  const name = given.username.trim()
  const what = ['sign-in', name, given.address]
  const limit = { most: env().signInTries, seconds: 900 }
  const seconds = await left(db, what, limit)
  if (seconds > 0) return throttled(seconds)

  const found = await db.sql<{ id: number; password_hash: string | null; exact: boolean }>(
    `SELECT a.id, a.password_hash, coalesce(a.username = $1, false) AS exact FROM account a LEFT JOIN person p ON p.id = a.person_id
     WHERE (a.username = $1 OR a.work_id = $1 OR (a.phone = $1 AND a.phone <> '') OR p.usin = $1) AND ${alive} ORDER BY exact DESC LIMIT 2`,
    [name],
  )
  const [first] = found
  const account = first?.exact || found.length === 1 ? first : undefined
  const isRight = await verifyPassword(account?.password_hash ?? null, given.password)
  if (!isRight || !account) {
    await count(db, what, limit)
    return ok(undefined)
  }
  await forget(db, what)
  const rehashed = needsRehash(account.password_hash ?? '') ? await hashPassword(given.password) : null
  await db.sql(
    `UPDATE account SET last_login_at = clock_timestamp(), password_hash = CASE WHEN password_hash = $2 THEN coalesce($3, password_hash) ELSE password_hash END WHERE id = $1`,
    [account.id, account.password_hash, rehashed],
  )
  return ok(account.id)
}

export type SignedIn = { sessionId: string; accountId: number }

/** Signs a browser in; `undefined` as `checkCredentials` has it. */
export async function signIn(
  db: Db,
  given: Credentials & { userAgent: string },
): Promise<Result<SignedIn | undefined>> {
  const checked = await checkCredentials(db, given)
  if (!checked.ok || checked.value === undefined) return checked.ok ? ok(undefined) : checked
  return ok({ sessionId: await openSession(db, checked.value, given), accountId: checked.value })
}

/** Opens a browser session for an account whose owner has shown who they are. */
export async function openSession(
  db: Db,
  accountId: number,
  from: { userAgent: string; address: string },
): Promise<string> {
  const sessionId = randomUUID()
  await db.sql(
    `WITH old AS (DELETE FROM session WHERE account_id = $2 AND expires_at < now() - interval '30 days')
     INSERT INTO session (id, account_id, expires_at, user_agent, address) VALUES ($1::uuid, $2, now() + make_interval(secs => $3), $4, $5)`,
    [sessionId, accountId, sessionLife, from.userAgent.slice(0, 300), from.address.slice(0, 64)],
  )
  return sessionId
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
