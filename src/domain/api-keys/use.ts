import type { Db } from '@/infra/db'
import type { Loop } from '@/infra/loops'
import { logFailure } from '@/infra/state-log'
import { chinaDay } from '../dates'

/** What a secret was used for on a day and is not in the database yet. */
type Use = { secret: number; day: string; calls: number; refused: number; at: string | null; address: string }

// The web server and Next's bundle each have this module, in one process.
const held = globalThis as { mingceUse?: Map<string, Use> }

const add = (into: Map<string, Use>, use: Use): void => {
  const key = `${use.secret} ${use.day}`
  const now = into.get(key)
  if (!now) into.set(key, { ...use })
  else {
    const last = (use.at ?? '') >= (now.at ?? '') ? use : now
    into.set(key, {
      ...now,
      calls: now.calls + use.calls,
      refused: now.refused + use.refused,
      at: last.at,
      address: last.address,
    })
  }
}

/** Counts a call by a key's secret, in memory. One that was refused is no use of it, and stays beside the others. */
export function noteUse(secret: number, address: string, refused: boolean): void {
  held.mingceUse ??= new Map()
  const now = new Date()
  const at = refused ? null : now.toISOString()
  add(held.mingceUse, {
    secret,
    day: chinaDay(now),
    calls: 1,
    refused: refused ? 1 : 0,
    at,
    address: refused ? '' : address,
  })
}

/** Writes down what was counted since the last time, in one statement; what cannot be written waits for the next. */
export async function flushUse(db: Db): Promise<void> {
  const uses = [...(held.mingceUse?.values() ?? [])]
  if (uses.length === 0) return
  held.mingceUse = new Map()
  try {
    await db.sql(
      // In one order, so that two processes that write at once do not wait for each other; a key may have gone meanwhile.
      `INSERT INTO api_key_use AS kept (secret_id, day, calls, refused, last_at, last_from)
       SELECT u.secret, u.day, u.calls, u.refused, u.at, u.address
       FROM jsonb_to_recordset($1::jsonb)
         AS u(secret int, day date, calls int, refused int, at timestamptz, address text)
       JOIN api_key_secret x ON x.id = u.secret ORDER BY u.secret, u.day
       ON CONFLICT (secret_id, day) DO UPDATE SET
         calls = kept.calls + excluded.calls,
         refused = kept.refused + excluded.refused,
         last_at = greatest(kept.last_at, excluded.last_at),
         last_from = CASE WHEN excluded.last_at >= coalesce(kept.last_at, '-infinity') THEN excluded.last_from ELSE kept.last_from END`,
      [JSON.stringify(uses)],
    )
  } catch (error) {
    for (const use of uses) add(held.mingceUse, use)
    throw error
  }
}

/** Every few seconds, what the keys were used for is written down. */
export const keyUse: Loop = {
  name: 'use of the API keys',
  every: 3_000,
  async run(db) {
    await flushUse(db)
    return false
  },
}

/** The last of it, before the process ends. */
export const flushLastUse = (db: Db): Promise<void> =>
  flushUse(db).catch((error) => logFailure(error, { loop: keyUse.name }, 'the last use of the API keys is lost'))
