import type { Db } from '@/infra/db'
import { firstAfter, hasUnplaced, lastPlace, placeChanges } from '../feed/place'

/** The event that a row of the feed is. */
const kindSql = `f.noun || CASE f.action WHEN 'update' THEN '.updated' WHEN 'delete' THEN '.deleted' ELSE '.created' END`

/** How many changes an endpoint is moved on by at once. */
const step = 1000

/**
 * Makes a delivery of every change that an endpoint is to be told of and has none of yet. The feed is the outbox: what is
 * committed is in it, and an endpoint's position moves with its deliveries or not at all.
 * @returns whether there may be more
 */
export async function fillOutbox(db: Db): Promise<boolean> {
  const schools = await db.sql<{ id: number }>(
    `SELECT e.id FROM (SELECT school_id AS id, min(position) AS position FROM webhook_endpoint WHERE enabled GROUP BY school_id) e
     WHERE ${hasUnplaced('e.id')} OR ${lastPlace('e.id')} > e.position`,
  )
  for (const { id } of schools) {
    await placeChanges(db, id)
    await db.sql(
      `WITH own AS (SELECT id, position, kinds FROM webhook_endpoint WHERE school_id = $1 AND enabled FOR UPDATE SKIP LOCKED),
       part AS (SELECT own.id AS endpoint_id, own.kinds, f.* FROM own CROSS JOIN LATERAL ${firstAfter('$1', 'own.position')} first CROSS JOIN LATERAL (
         SELECT f.position, ${kindSql} AS kind, f.noun_id, f.at FROM feed_entry f
         WHERE f.school_id = $1 AND f.position BETWEEN first.min AND first.min + $2 - 1) f),
       moved AS (UPDATE webhook_endpoint e SET position = m.position
         FROM (SELECT endpoint_id, max(position) AS position FROM part GROUP BY 1) m WHERE e.id = m.endpoint_id)
       INSERT INTO webhook_delivery (endpoint_id, kind, noun_id, at)
       SELECT endpoint_id, kind, noun_id, at FROM part WHERE kind = ANY(kinds) ORDER BY position, endpoint_id`,
      [id, step],
    )
  }
  return schools.length > 0
}
