import type { Db } from '@/infra/db'
import type { Actor } from '../actor'
import { forbidden, notFound, ok, type Result } from '../errors'
import { can } from '../policy'
import { bodyOf } from './message'
import type { Attempt, Delivery, DeliveryState, Endpoint } from './rules'

const stamp = (column: string) => `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`

const endpointJson = `json_build_object('id', e.id, 'url', e.url, 'description', e.description, 'kinds', e.kinds, 'enabled', e.enabled,
  'stopped', e.stopped, 'failing_since', ${stamp('e.failing_since')},
  'old_secret_until', CASE WHEN e.old_secret_until > now() THEN ${stamp('e.old_secret_until')} END, 'created_at', ${stamp('e.created_at')},
  'waiting', (SELECT count(*) FROM webhook_delivery d WHERE d.endpoint_id = e.id AND d.due_at IS NOT NULL),
  'failed', (SELECT count(*) FROM webhook_delivery d WHERE d.endpoint_id = e.id AND d.state = 'failed'))::text AS endpoint`

/** The endpoints of the school, the oldest first. */
export async function listEndpoints(db: Db, actor: Actor): Promise<Result<Endpoint[]>> {
  if (!can(actor, 'webhooks:write')) return forbidden
  const rows = await db.sql<{ endpoint: string }>(
    `SELECT ${endpointJson} FROM webhook_endpoint e WHERE e.school_id = $1 ORDER BY e.id`,
    [actor.schoolId],
  )
  return ok(rows.map((row) => JSON.parse(row.endpoint)))
}

/** One endpoint of the school. */
export async function readEndpoint(db: Db, actor: Actor, input: { id: number }): Promise<Result<Endpoint>> {
  if (!can(actor, 'webhooks:write')) return forbidden
  const [row] = await db.sql<{ endpoint: string }>(
    `SELECT ${endpointJson} FROM webhook_endpoint e WHERE e.id = $1 AND e.school_id = $2`,
    [input.id, actor.schoolId],
  )
  return row ? ok(JSON.parse(row.endpoint)) : notFound
}

const attemptJson = `json_build_object('at', ${stamp('a.at')}, 'status', a.status, 'problem', a.problem, 'duration_ms', a.duration_ms, 'answer', a.answer)`
const deliverySql = `json_build_object('id', d.id::text, 'message_id', d.message_id, 'kind', d.kind, 'noun_id', d.noun_id, 'at', ${stamp('d.at')},
  'state', d.state, 'tries', d.tries, 'due_at', ${stamp('d.due_at')},
  'last', (SELECT ${attemptJson} FROM webhook_attempt a WHERE a.delivery_id = d.id ORDER BY a.id DESC LIMIT 1))`

export type DeliveryPage = { deliveries: Delivery[]; more: boolean }
const pageSize = 50

/** An endpoint's deliveries, the newest first; `before` is the id of the last one that was read. */
export async function listDeliveries(
  db: Db,
  actor: Actor,
  input: { endpoint_id: number; state?: DeliveryState; before?: string },
): Promise<Result<DeliveryPage>> {
  if (!can(actor, 'webhooks:write')) return forbidden
  const rows = await db.sql<{ delivery: string }>(
    `SELECT ${deliverySql}::text AS delivery FROM webhook_delivery d JOIN webhook_endpoint e ON e.id = d.endpoint_id
     WHERE d.endpoint_id = $1 AND e.school_id = $2 AND ($3::text IS NULL OR d.state = $3) AND ($4::bigint IS NULL OR d.id < $4)
     ORDER BY d.id DESC LIMIT $5`,
    [input.endpoint_id, actor.schoolId, input.state ?? null, input.before ?? null, pageSize + 1],
  )
  const deliveries: Delivery[] = rows.slice(0, pageSize).map((row) => JSON.parse(row.delivery))
  return ok({ deliveries, more: rows.length > pageSize })
}

/** A delivery with what is sent and every try, the last first. */
export type DeliveryDetails = Delivery & { body: string; attempts: Attempt[] }

/** One delivery of the school. */
export async function readDelivery(db: Db, actor: Actor, input: { id: string }): Promise<Result<DeliveryDetails>> {
  if (!can(actor, 'webhooks:write')) return forbidden
  const [row] = await db.sql<{ delivery: string; attempts: string }>(
    `SELECT ${deliverySql}::text AS delivery,
       coalesce((SELECT json_agg(${attemptJson} ORDER BY a.id DESC) FROM webhook_attempt a WHERE a.delivery_id = d.id), '[]')::text AS attempts
     FROM webhook_delivery d JOIN webhook_endpoint e ON e.id = d.endpoint_id WHERE d.id = $1::bigint AND e.school_id = $2`,
    [input.id, actor.schoolId],
  )
  if (!row) return notFound
  const delivery: Delivery = JSON.parse(row.delivery)
  const attempts: Attempt[] = JSON.parse(row.attempts)
  return ok({ ...delivery, body: bodyOf({ ...delivery, school_id: actor.schoolId }), attempts })
}
