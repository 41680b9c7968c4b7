import type { Db, RootDb } from '@/infra/db'
import type { Actor } from '../actor'
import { confirmationLife, unconfirmed } from '../confirmation'
import { forbidden, invalid, ok, type Result } from '../errors'
import { checkOwnPassword, ownGuessesLeft } from './guesses'

/** SQL for whether the password of `session s` was given lately enough for a sensitive change. */
export const isConfirmedSql = `coalesce(s.confirmed_at > now() - interval '${confirmationLife} s', false)`

/**
 * Confirms the caller's session by the current password: sensitive changes go through for the next 15 minutes. A wrong one
 * is `wrong_password`, with in `count` how many more may be tried; after those it is `throttled`. A second factor will be
 * a second way to the same column.
 */
export async function confirmSession(db: RootDb, actor: Actor, input: { password: string }): Promise<Result<null>> {
  const { accountId, tokenId } = actor
  if (accountId === null || tokenId === null) return forbidden
  const checked = await checkOwnPassword(db, actor, input.password)
  if (!checked.ok) return checked
  if (!checked.value)
    return invalid({ field: 'password', reason: 'wrong_password', count: await ownGuessesLeft(db, actor) })
  const confirmed = await db.sql(
    `UPDATE session SET confirmed_at = now() WHERE id::text = $1 AND account_id = $2 AND ended_at IS NULL RETURNING 1 AS confirmed`,
    [tokenId, accountId],
  )
  return confirmed.length > 0 ? ok(null) : forbidden
}

/** What a page asks before it goes to a download: the session stays confirmed for another minute, else `confirm`. */
export async function checkConfirmed(db: Db, actor: Actor): Promise<Result<null>> {
  const held = await db.sql(
    `SELECT 1 AS held FROM session WHERE id::text = $1 AND account_id = $2 AND confirmed_at > now() - interval '${confirmationLife - 60} s'`,
    [actor.tokenId, actor.accountId],
  )
  return held.length > 0 ? ok(null) : unconfirmed
}
