import type { Db, Sql } from '@/infra/db'
import type { Actor } from '../actor'
import { isConfirmed } from '../confirmation'

/** SQL for whether a change of `before` decides how somebody signs in: by whether they may, or by which number. */
const decides = `jsonb_exists_any(c.before, ARRAY['status', 'usin'])`

/** Whether a change set takes the way in from people who have an account, or gives it back. */
export async function movesMembers(sql: Sql, set: string): Promise<boolean> {
  const found = await sql(
    `SELECT 1 AS member FROM change c JOIN account a ON a.person_id = c.noun_id AND a.deleted_at IS NULL
     WHERE c.change_set_id = $1::bigint AND c.noun = 'person' AND (c.action <> 'update' OR ${decides}) LIMIT 1`,
    [set],
  )
  return found.length > 0
}

/**
 * The same where the password was not given again: asked in the transaction that wrote the set, which then goes back with
 * `confirm`.
 */
export async function touchesMembers(tx: Db, actor: Actor, set: string): Promise<boolean> {
  return !isConfirmed(actor) && (await movesMembers(tx.sql, set))
}

/** Whether a person is the caller, whose own password is changed by `changeOwnPassword` alone. */
export async function isOwnPerson(db: Db, actor: Actor, personId: number): Promise<boolean> {
  if (actor.accountId === null) return false
  const found = await db.sql('SELECT 1 AS own FROM account WHERE id = $1 AND person_id = $2', [
    actor.accountId,
    personId,
  ])
  return found.length > 0
}

/** Whether one person has an account, asked only where the password was not given lately. */
export async function isUnconfirmedMember(db: Db, actor: Actor, personId: number): Promise<boolean> {
  if (isConfirmed(actor)) return false
  const found = await db.sql('SELECT 1 AS member FROM account WHERE person_id = $1 AND deleted_at IS NULL', [personId])
  return found.length > 0
}
