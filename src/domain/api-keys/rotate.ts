import { type Db, transaction } from '@/infra/db'
import type { Actor } from '../actor'
import { forbidden, invalid, notFound, ok, type Result, refused } from '../errors'
import { record } from '../history/record'
import { issuesOf } from '../issues'
import { can } from '../policy'
import { holdKey } from './commands'
import { keyRotate } from './schema'
import { addSecret, type NewKey } from './secrets'

/** How many secrets of one key may work at a time. */
const mostSecrets = 4

/**
 * Gives a key a new secret. Those that there are work on for the overlap, or for what is left of an earlier one, and the
 * tokens they got with them.
 */
export async function rotateApiKey(db: Db, actor: Actor, input: object): Promise<Result<NewKey>> {
  if (!can(actor, 'keys:write')) return forbidden
  const parsed = keyRotate.safeParse(input)
  if (!parsed.success) return invalid(...issuesOf(parsed.error, input))
  const { id, overlap_hours: hours } = parsed.data
  return transaction(db, async (tx) => {
    const key = await holdKey(tx, actor, id)
    if (!key) return notFound
    const old = await tx.sql<{ id: number }>(
      `UPDATE api_key_secret SET ends_at = least(ends_at, now() + make_interval(hours => $2))
       WHERE key_id = $1 AND (ends_at IS NULL OR ends_at > now()) RETURNING id`,
      [id, hours],
    )
    if (hours > 0 && old.length >= mostSecrets) return refused('too_many_secrets')
    const made = await addSecret(tx, key)
    await record(tx, actor, [
      { noun: 'api-key', nounId: id, action: 'update', after: { rotated: true, overlap_hours: hours } },
    ])
    return ok(made)
  })
}

/** Ends a secret that was rotated out before its time, and the tokens it got. The newest one only rotating ends. */
export async function endOldSecret(
  db: Db,
  actor: Actor,
  input: { id: number; secret: number },
): Promise<Result<{ id: number }>> {
  if (!can(actor, 'keys:write')) return forbidden
  return transaction(db, async (tx) => {
    if (!(await holdKey(tx, actor, input.id))) return notFound
    const ended = await tx.sql(
      'UPDATE api_key_secret SET ends_at = now() WHERE id = $1 AND key_id = $2 AND ends_at > now() RETURNING id',
      [input.secret, input.id],
    )
    if (ended.length === 0) return notFound
    await record(tx, actor, [
      { noun: 'api-key', nounId: input.id, action: 'update', after: { old_secret_ended: true } },
    ])
    return ok({ id: input.id })
  })
}
