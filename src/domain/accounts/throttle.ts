import type { Db } from '@/infra/db'
import { digest } from '@/infra/hashing'

/** So many times in a window of so many seconds. */
export type Limit = { most: number; seconds: number }

/** What is named, as the table knows it. */
const keyOf = (what: readonly string[]) => digest(JSON.stringify(what))

/**
 * Counts one more of what is named, over restarts and over processes.
 * @returns the seconds until the window ends when that is too many, else 0
 */
export async function count(db: Db, what: readonly string[], limit: Limit): Promise<number> {
  const [row] = await db.sql<{ count: number; seconds: number }>(
    `INSERT INTO throttle (key, count, expires_at) VALUES ($1, 1, now() + make_interval(secs => $2))
     ON CONFLICT (key) DO UPDATE SET
       count = CASE WHEN throttle.expires_at <= now() THEN 1 ELSE throttle.count + 1 END,
       expires_at = CASE WHEN throttle.expires_at <= now() THEN excluded.expires_at ELSE throttle.expires_at END
     RETURNING count, ceil(extract(epoch FROM expires_at - now()))::int AS seconds`,
    [keyOf(what), limit.seconds],
  )
  return row && row.count > limit.most ? row.seconds : 0
}

/** The seconds until the window of what is named ends when it has been counted as often as it may be, else 0. */
export async function secondsUsedUp(db: Db, what: readonly string[], limit: Limit): Promise<number> {
  const [row] = await db.sql<{ seconds: number }>(
    'SELECT ceil(extract(epoch FROM expires_at - now()))::int AS seconds FROM throttle WHERE key = $1 AND count >= $2 AND expires_at > now()',
    [keyOf(what), limit.most],
  )
  return row?.seconds ?? 0
}
