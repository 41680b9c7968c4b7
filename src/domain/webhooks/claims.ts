import type { Db } from '@/infra/db'
import type { Message } from './message'
import type { Room } from './places'
import { type AttemptProblem, daysOfFailure, testKind } from './rules'

/** A delivery that is ours to try until the lease is over; then whoever took it counts as dead. */
export type Claim = Message & {
  id: string
  endpoint_id: number
  tries: number
  url: string
  /** Sealed, in base64. */
  secrets: string[]
  lease: string
}

const lease = 60

const lastSecret = `CASE WHEN e.old_secret_until > now() THEN encode(e.old_secret, 'base64') END`

/** Deliveries of enabled endpoints that have room, and test messages to all others. */
const due = `
  SELECT d.id, d.due_at, e.id AS endpoint_id, e.school_id, coalesce(r.is_quick, false) AS is_quick
  FROM webhook_endpoint e LEFT JOIN room r ON r.id = e.id CROSS JOIN LATERAL (
    SELECT d.id, d.due_at FROM webhook_delivery d WHERE d.endpoint_id = e.id AND d.due_at <= now()
    ORDER BY d.due_at, d.id LIMIT coalesce(r.room, 1) FOR UPDATE SKIP LOCKED) d
  WHERE e.enabled AND coalesce(r.room, 1) > 0
  UNION ALL
  SELECT d.id, d.due_at, e.id, e.school_id, false FROM (
    SELECT d.id, d.due_at, d.endpoint_id FROM webhook_delivery d WHERE d.kind = '${testKind}' AND d.due_at <= now()
    ORDER BY d.due_at LIMIT 4 FOR UPDATE SKIP LOCKED) d
  JOIN webhook_endpoint e ON e.id = d.endpoint_id LEFT JOIN room r ON r.id = e.id
  WHERE NOT e.enabled OR coalesce(r.room, 1) = 0`

/**
 * Takes deliveries that are due, as many as there is room for. Schools take turns, and in a school its endpoints, whoever
 * has waited for how long: a queue that does not get shorter holds up no other.
 */
export async function claim(db: Db, { quick, other, endpoints }: Room): Promise<Claim[]> {
  const rows = await db.sql<{ claim: string }>(
    `WITH room AS (SELECT * FROM unnest($3::int[], $4::int[], $5::bool[]) AS r(id, room, is_quick)),
     due AS (${due}),
     in_endpoint AS (SELECT *, row_number() OVER (PARTITION BY endpoint_id ORDER BY due_at, id) AS nth FROM due),
     in_school AS (SELECT *, row_number() OVER (PARTITION BY is_quick, school_id ORDER BY nth, due_at, id) AS turn FROM in_endpoint),
     in_all AS (SELECT *, row_number() OVER (PARTITION BY is_quick ORDER BY turn, due_at, id) AS place FROM in_school),
     picked AS (SELECT id FROM in_all WHERE place <= CASE WHEN is_quick THEN $1::int ELSE $2::int END)
     UPDATE webhook_delivery d SET due_at = now() + interval '${lease} seconds' FROM webhook_endpoint e
     WHERE d.id = ANY(ARRAY(SELECT id FROM picked)) AND e.id = d.endpoint_id
     RETURNING json_build_object('id', d.id::text, 'endpoint_id', e.id, 'school_id', e.school_id, 'message_id', d.message_id,
       'kind', d.kind, 'noun_id', d.noun_id, 'at', to_char(d.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), 'tries', d.tries, 'url', e.url,
       'secrets', array_remove(ARRAY[encode(e.secret, 'base64'), ${lastSecret}], NULL), 'lease', d.due_at)::text AS claim`,
    [
      ...[quick, other, endpoints.map(({ id }) => id), endpoints.map(({ room }) => room)],
      endpoints.map(({ isQuick }) => isQuick),
    ],
  )
  return rows.map((row) => JSON.parse(row.claim))
}

/** What one try came to. `wait` is the seconds until the next, undefined when there is none. */
export type Outcome = {
  status: number | null
  problem: AttemptProblem
  durationMs: number
  answer: string
  /** The answer had no end that we waited for. */
  isCut?: boolean
  wait: number | undefined
}

/** Whether the receiver took the message. */
export const isDelivered = ({ status }: Outcome) => status !== null && status >= 200 && status < 300

/**
 * Writes down what a try came to, with what follows for the endpoint: success ends its failing, 410 disables it, and so
 * do days without success. A try whose lease somebody else took over meanwhile counts for nothing.
 */
export async function settle(db: Db, { id, endpoint_id, kind, lease }: Claim, outcome: Outcome): Promise<void> {
  const { status, problem, durationMs, answer, wait } = outcome
  const delivered = isDelivered(outcome)
  const state = delivered ? 'delivered' : wait === undefined ? 'failed' : 'waiting'
  await db.sql(
    `WITH own AS (
       UPDATE webhook_delivery SET state = $3, tries = tries + 1, settled_at = CASE WHEN $3 <> 'waiting' THEN now() END,
         due_at = CASE WHEN $3 = 'waiting' THEN now() + make_interval(secs => $4) END
       WHERE id = $1::bigint AND due_at = $2::timestamptz RETURNING id),
     endpoint AS (
       UPDATE webhook_endpoint e SET
         failing_since = CASE WHEN $10 THEN NULL WHEN $11 THEN e.failing_since ELSE coalesce(e.failing_since, now()) END,
         enabled = e.enabled AND NOT ($6::int IS NOT DISTINCT FROM 410 OR (NOT $10 AND coalesce(e.failing_since < now() - make_interval(days => $9), false))),
         stopped = CASE WHEN NOT e.enabled THEN e.stopped WHEN $6::int IS NOT DISTINCT FROM 410 THEN 'gone'
           WHEN NOT $10 AND e.failing_since < now() - make_interval(days => $9) THEN 'failing' ELSE '' END
       FROM own WHERE e.id = $12 AND NOT ($10 AND e.failing_since IS NULL))
     INSERT INTO webhook_attempt (delivery_id, status, problem, duration_ms, answer)
     SELECT id, $6::smallint, $5, $7, $8 FROM own`,
    [
      ...[id, lease, state, wait ?? 0, problem, status, Math.round(durationMs), answer],
      ...[daysOfFailure, delivered, kind === testKind, endpoint_id],
    ],
  )
}
