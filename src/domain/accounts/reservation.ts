import type { Db } from '@/infra/db'

/**
 * One limit of a guess, as SQL over the one row of the relation `who`.
 * `key` is a bytea, `when` says whether the limit binds; `most` guesses in `seconds` are integers.
 */
export type Step = { key: string; when: string; most: string; seconds: number }

/** A try that was counted before it is made: by which keys, and until when each of them counts. */
export type Reservation = { keys: string[]; ends: string[] }

const left = (until: string) => `ceil(extract(epoch FROM ${until} - now()))::int`

/**
 * SQL of the common table expressions that count a try by every limit that binds, or by none where one is used up.
 * `seconds` of `reserved` is how long a used-up limit lasts, else 0; `counted` is a `Reservation` in JSON, with in `over`
 * the seconds of a limit that others used up at the same moment.
 *
 * All who count take the rows in the order of the steps, so that none waits for another in a circle. The look comes
 * first: where a limit is used up, nothing is written, and no wider limit counts a try that is not made.
 */
export function reserveSql(steps: readonly Step[]): string {
  const each = steps.map((step, at) => ({ ...step, n: at + 1 }))
  const keys = each.map(({ n, key, when }) => `key${n} AS (SELECT ${key} AS key FROM who WHERE ${when})`)
  const waits = each.map(
    ({ n, most }) =>
      `SELECT ${left('t.expires_at')} AS seconds FROM throttle t JOIN key${n} k ON k.key = t.key WHERE t.expires_at > now() AND t.count >= ${most}`,
  )
  const counts = each.map(({ n, most, seconds }) => {
    const before = each
      .slice(0, n - 1)
      .map((one) => ` AND (SELECT count(*) FROM counted${one.n} WHERE seconds > 0) = 0`)
      .join('')
    return `counted${n} AS (INSERT INTO throttle AS t (key, count, expires_at)
      SELECT key, 1, now() + interval '${seconds} s' FROM key${n} WHERE (SELECT seconds FROM used_up) = 0${before}
      ON CONFLICT (key) DO UPDATE SET
        count = CASE WHEN t.expires_at <= now() THEN 1 ELSE t.count + 1 END,
        expires_at = CASE WHEN t.expires_at <= now() THEN excluded.expires_at ELSE t.expires_at END
      RETURNING ${n} AS step, encode(key, 'hex') AS key, expires_at::text AS ends,
        CASE WHEN count > ${most} THEN greatest(1, ${left('expires_at')}) ELSE 0 END AS seconds)`
  })
  const all = each.map(({ n }) => `SELECT * FROM counted${n}`).join(' UNION ALL ')
  return `${keys.join(',\n')},
    used_up AS MATERIALIZED (SELECT coalesce(max(seconds), 0) AS seconds FROM (${waits.join(' UNION ALL ')}) waits),
    ${counts.join(',\n')},
    reserved AS (SELECT (SELECT seconds FROM used_up) AS seconds,
      json_build_object('keys', coalesce(json_agg(key ORDER BY step), '[]'), 'ends', coalesce(json_agg(ends ORDER BY step), '[]'),
        'over', coalesce(max(seconds), 0))::text AS counted FROM (${all}) counts)`
}

/**
 * SQL that gives a try back, in the order of its limits; the parameters are the `keys` and `ends` of its reservation. A
 * count that began anew meanwhile keeps what others tried.
 */
export const giveBackSql = (keys: string, ends: string): string =>
  `UPDATE throttle SET count = throttle.count - 1 FROM (
     SELECT t.key FROM unnest(${keys}::text[], ${ends}::text[]) WITH ORDINALITY AS given(key, ends, step)
     JOIN throttle t ON t.key = decode(given.key, 'hex') AND t.expires_at = given.ends::timestamptz
     ORDER BY given.step FOR UPDATE OF t) held
   WHERE throttle.key = held.key AND throttle.count > 0`

/** Gives a try back that was not made, or was right. */
export async function giveBack(db: Db, { keys, ends }: Reservation): Promise<void> {
  await db.sql(giveBackSql('$1', '$2'), [keys, ends], { kept: 'write' })
}
