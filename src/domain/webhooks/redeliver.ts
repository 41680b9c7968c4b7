import type { Db } from '@/infra/db'
import type { Actor } from '../actor'
import { forbidden, notFound, ok, type Result } from '../errors'
import { can } from '../policy'
import { testKind } from './rules'

/** Tells an endpoint of nothing but itself, to see whether it listens; tried once. */
export async function sendTest(db: Db, actor: Actor, input: { id: number }): Promise<Result<{ id: string }>> {
  if (!can(actor, 'webhooks:write')) return forbidden
  const [made] = await db.sql<{ id: string }>(
    `INSERT INTO webhook_delivery (endpoint_id, kind, noun_id, at)
     SELECT id, '${testKind}', id, now() FROM webhook_endpoint WHERE id = $1 AND school_id = $2 RETURNING id::text AS id`,
    [input.id, actor.schoolId],
  )
  return made ? ok(made) : notFound
}

const again = `UPDATE webhook_delivery d SET state = 'waiting', tries = CASE WHEN d.state = 'waiting' THEN d.tries ELSE 0 END,
  due_at = now(), settled_at = NULL FROM webhook_endpoint e WHERE e.id = d.endpoint_id AND e.school_id = $1`

/** Sends a message once more, with the id it had; one that waits for its next try is tried now, if it is not under way. */
export async function redeliver(db: Db, actor: Actor, input: { id: string }): Promise<Result<{ count: number }>> {
  if (!can(actor, 'webhooks:write')) return forbidden
  const [own] = await db.sql(
    'SELECT 1 AS own FROM webhook_delivery d JOIN webhook_endpoint e ON e.id = d.endpoint_id WHERE d.id = $2::bigint AND e.school_id = $1',
    [actor.schoolId, input.id],
  )
  if (!own) return notFound
  const rows = await db.sql(
    `${again} AND d.id = $2::bigint AND (d.state <> 'waiting' OR d.due_at > now() + interval '1 minute') RETURNING 1 AS done`,
    [actor.schoolId, input.id],
  )
  return ok({ count: rows.length })
}

/** Sends whatever an endpoint was not told of in the end, of changes made since a moment. */
export async function redeliverFailed(
  db: Db,
  actor: Actor,
  input: { endpoint_id: number; since: Date },
): Promise<Result<{ count: number }>> {
  if (!can(actor, 'webhooks:write')) return forbidden
  const rows = await db.sql(
    `${again} AND d.endpoint_id = $2 AND d.state = 'failed' AND d.at >= $3::timestamptz RETURNING 1 AS done`,
    [actor.schoolId, input.endpoint_id, input.since.toISOString()],
  )
  return ok({ count: rows.length })
}
