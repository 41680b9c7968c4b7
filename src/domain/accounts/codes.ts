import { createHmac, randomInt } from 'node:crypto'
import { type Db, type RootDb, transaction } from '@/infra/db'
import { env } from '@/infra/env'
import { keyFor } from '@/infra/secret'
import { sendCode } from '@/infra/sms/send-code'
import { type Issue, ok, type Result, refused, throttled } from '../errors'
import { greetingName } from './greeting'

/** What a code is good for; a code for one is none for another. */
export type Purpose = 'register' | 'password' | 'phone'

/** How long a code is valid, in seconds. */
export const codeLife = 300
/** Between two codes to one phone, in seconds. */
const pause = 60
const wrongTries = 5

const hashOf = (phone: string, purpose: Purpose, code: string) =>
  new Uint8Array(
    createHmac('sha256', keyFor('sms code'))
      .update(JSON.stringify([phone, purpose, code]))
      .digest(),
  )

/** `username`: greets in the message where `greetingName` lets it; pages give none and send the code alone. */
type Asked = { phone: string; username?: string; purpose: Purpose; address: string }

/** The seconds until another code may be sent, by the cap that takes longest to let go; 0 when it may be sent now. */
async function wait(db: Db, { phone, address }: Asked): Promise<number> {
  const { phoneHourly, phoneDaily, addressHourly, siteDaily } = env().smsCaps
  const caps: [condition: string, seconds: number, most: number][] = [
    ['phone = $1', pause, 1],
    ['phone = $1', 3600, phoneHourly],
    ['phone = $1', 86_400, phoneDaily],
    ['address = $2', 3600, addressHourly],
    ['true', 86_400, siteDaily],
  ]
  // The code that must leave the window before there is room: the one sent as many before as the cap allows.
  const parts = caps.map(
    ([condition, seconds, most]) =>
      `(SELECT created_at + interval '${seconds} s' AS free FROM sms_code WHERE ${condition}
        AND created_at > clock_timestamp() - interval '${seconds} s' ORDER BY created_at DESC OFFSET ${most - 1} LIMIT 1)`,
  )
  const [row] = await db.sql<{ seconds: number | null }>(
    `SELECT ceil(extract(epoch FROM max(free) - clock_timestamp()))::int AS seconds FROM (${parts.join(' UNION ALL ')}) caps
     WHERE $1::text IS NOT NULL AND $2::text IS NOT NULL`,
    [phone, address],
  )
  return row?.seconds ?? 0
}

/** Whoever counts codes holds this advisory lock, so that no cap is ever passed, by however many at once. */
const countersLock = 7_262_046_103

/**
 * Sends a code to a phone and keeps its keyed hash. A newer code replaces the older; within a minute, or past a cap, it
 * is `throttled` with the seconds left, and the older code stays valid. `refused: not_sent` when the gateway failed.
 *
 * `sending`: `later` answers before the gateway does, and `never` sends nothing, for callers whose answer must not tell
 * whether there is somebody to send to.
 */
export async function requestCode(
  db: RootDb,
  asked: Asked,
  sending: 'now' | 'later' | 'never' = 'now',
  onFailure: (reason: string) => void = () => {},
): Promise<Result<null>> {
  const code = String(randomInt(1_000_000)).padStart(6, '0')
  const kept = await transaction(db, async (tx) => {
    await tx.sql(`SELECT pg_advisory_xact_lock(${countersLock})::text`)
    const seconds = await wait(tx, asked)
    if (seconds > 0) return throttled(seconds)
    // What no cap looks at any more is forgotten.
    await tx.sql(`DELETE FROM sms_code WHERE created_at < now() - interval '2 days'`)
    const [row] = await tx.sql<{ id: string }>(
      'INSERT INTO sms_code (phone, purpose, code_hash, address, created_at) VALUES ($1, $2, $3, $4, clock_timestamp()) RETURNING id::text',
      [asked.phone, asked.purpose, hashOf(asked.phone, asked.purpose, code), asked.address],
    )
    return ok(row?.id ?? '')
  })
  if (!kept.ok) return kept
  if (sending === 'never') return ok(null)
  const sent = deliver(db, asked, code, kept.value)
  if (sending === 'now') return sent
  sent.then((result) => result.ok || onFailure(result.failure.kind)).catch((error) => onFailure(String(error)))
  return ok(null)
}

async function deliver(db: RootDb, { phone, username = '' }: Asked, code: string, id: string): Promise<Result<null>> {
  const sent = await sendCode({ phone, username: greetingName(username), code })
  if (sent.ok) return ok(null)
  // What never reached the phone neither counts nor replaces the code before it.
  await db.sql('DELETE FROM sms_code WHERE id = $1::bigint', [id])
  return refused('not_sent')
}

/**
 * Tries a code. A wrong try counts, and five burn the code.
 * @returns the code's id, to be used up by `takeCode` with what it was for; or what is wrong
 */
export async function tryCode(
  db: RootDb,
  given: { phone: string; purpose: Purpose; code: string },
): Promise<{ id: string } | Issue> {
  const [row] = await db.sql<{ id: string; right: boolean; expired: boolean }>(
    `WITH latest AS (SELECT id FROM sms_code WHERE phone = $1 AND purpose = $2 ORDER BY id DESC LIMIT 1)
     UPDATE sms_code c SET tries = tries + (c.code_hash <> $3)::int FROM latest
     WHERE c.id = latest.id AND c.used_at IS NULL AND c.tries < ${wrongTries}
     RETURNING c.id::text, c.code_hash = $3 AS right, c.created_at < now() - make_interval(secs => ${codeLife}) AS expired`,
    [given.phone, given.purpose, hashOf(given.phone, given.purpose, given.code)],
  )
  if (!row?.right) return { field: 'code', reason: 'wrong_code' }
  return row.expired ? { field: 'code', reason: 'expired_code' } : { id: row.id }
}

/** Uses a code up, in the transaction of what it was for; false when somebody else was faster. */
export async function takeCode(db: Db, id: string): Promise<boolean> {
  const rows = await db.sql(
    'UPDATE sms_code SET used_at = now() WHERE id = $1::bigint AND used_at IS NULL RETURNING 1 AS taken',
    [id],
  )
  return rows.length > 0
}
