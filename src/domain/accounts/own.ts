import { type Db, type RootDb, transaction } from '@/infra/db'
import type { Actor } from '../actor'
import { forbidden, invalid, notFound, ok, type Result } from '../errors'
import { record } from '../history/record'
import { requestCode, takeCode, tryCode } from './codes'
import { checkOwnPassword } from './guesses'
import { findHeld, heldBy, releaseNumber } from './held'
import { passwordIssue } from './password-rules'
import { findAccount } from './queries'
import { lengths, phonePattern } from './schema'
import { endEverything, preparePassword, setPassword } from './update'

export type OwnSession = {
  id: string
  created_at: string
  last_seen_at: string
  user_agent: string
  address: string
  is_this: boolean
}

/** Where the caller is signed in, the latest first. */
export async function listOwnSessions(db: Db, actor: Actor): Promise<Result<OwnSession[]>> {
  const rows = await db.sql<{ session: string }>(
    `SELECT json_build_object('id', id, 'created_at', created_at, 'last_seen_at', last_seen_at, 'user_agent', user_agent, 'address', address,
       'is_this', id::text = $2)::text AS session
     FROM session WHERE account_id = $1 AND ended_at IS NULL AND expires_at > now() ORDER BY last_seen_at DESC LIMIT 50`,
    [actor.accountId, actor.tokenId],
  )
  return ok(rows.map((row) => JSON.parse(row.session)))
}

/** Ends one of the caller's sessions, or all but the one they act in. */
export async function endOwnSessions(
  db: Db,
  actor: Actor,
  input: { id?: string | undefined },
): Promise<Result<{ count: number }>> {
  const rows = await db.sql(
    `UPDATE session SET ended_at = now() WHERE account_id = $1 AND ended_at IS NULL AND id::text IS DISTINCT FROM $2
       AND ($3::text IS NULL OR id::text = $3) RETURNING 1 AS ended`,
    [actor.accountId, actor.tokenId, input.id ?? null],
  )
  return ok({ count: rows.length })
}

/** What is wrong with a password that somebody chooses in the browser, where the policy holds. */
export async function checkPassword(password: string, known: string[]): Promise<Result<null>> {
  const field = 'password'
  if (password.length > lengths.password) return invalid({ field, reason: 'too_long', limit: lengths.password })
  const reason = await passwordIssue(password, known)
  return reason ? invalid({ field, reason, ...(reason === 'too_short' ? { limit: 8 } : {}) }) : ok(null)
}

/** Changes the caller's password, the current one given; every other session and token ends. */
export async function changeOwnPassword(
  db: RootDb,
  actor: Actor,
  input: { current: string; password: string },
): Promise<Result<null>> {
  if (actor.accountId === null) return forbidden
  const account = await findAccount(db, actor.schoolId, actor.accountId)
  if (!account) return notFound
  const checkedOwn = await checkOwnPassword(db, actor, input.current)
  if (!checkedOwn.ok) return checkedOwn
  if (!checkedOwn.value) return invalid({ field: 'current', reason: 'wrong_password' })
  const known = [account.username, account.phone]
  const checked = await checkPassword(input.password, known)
  if (!checked.ok) return checked
  const password = await preparePassword({ id: account.id, known }, input.password)
  return transaction(db, async (tx) => {
    await setPassword(tx, password, actor.tokenId)
    await record(tx, actor, [
      { noun: 'account', nounId: account.id, action: 'update', after: { password_changed: true } },
    ])
    return ok(null)
  })
}

/** Sends a code to the phone that the caller wants to have from now on. */
export async function requestPhoneCode(
  db: RootDb,
  actor: Actor,
  input: { phone: string; address: string },
): Promise<Result<null>> {
  if (actor.accountId === null) return forbidden
  if (!phonePattern.test(input.phone)) return invalid({ field: 'phone', reason: 'invalid' })
  return requestCode(db, { phone: input.phone, purpose: 'phone', address: input.address })
}

/** Gives the caller a new phone, by the code that was sent to it. */
export async function changeOwnPhone(
  db: RootDb,
  actor: Actor,
  input: { phone: string; code: string },
): Promise<Result<null>> {
  const id = actor.accountId
  if (id === null) return forbidden
  const tried = await tryCode(db, { phone: input.phone, purpose: 'phone', code: input.code })
  if ('reason' in tried) return invalid(tried)
  const held = await findHeld(db, actor.schoolId, { phone: input.phone }, { self: id, proves: ['phone'] })
  if (held.length > 0) return invalid(...held)
  try {
    return await transaction(db, async (tx) => {
      if (!(await takeCode(tx, tried.id))) return invalid({ field: 'code', reason: 'wrong_code' })
      await releaseNumber(tx, actor, 'phone', input.phone, id)
      const [old] = await tx.sql<{ phone: string }>('SELECT phone FROM account WHERE id = $1 FOR UPDATE', [id])
      await tx.sql(`UPDATE account SET phone = $2, phone_state = 'proven', updated_at = now() WHERE id = $1`, [
        id,
        input.phone,
      ])
      // An erasure finds messages to the former phone by it.
      const before = old && old.phone !== input.phone && { before: { phone: old.phone } }
      await record(tx, actor, [
        { noun: 'account', nounId: id, action: 'update', ...before, after: { phone_changed: true } },
      ])
      return ok(null)
    })
  } catch (error) {
    const issue = heldBy(error)
    if (issue) return invalid(issue)
    throw error
  }
}

/** Ends every session and token of an account of the school. */
export async function endSessionsOf(db: RootDb, actor: Actor, input: { id: number }): Promise<Result<null>> {
  if (!actor.scopes.has('accounts:manage')) return forbidden
  if (!(await findAccount(db, actor.schoolId, input.id))) return notFound
  return transaction(db, async (tx) => {
    await endEverything(tx, input.id, null)
    await record(tx, actor, [{ noun: 'account', nounId: input.id, action: 'update', after: { sessions_ended: true } }])
    return ok(null)
  })
}
