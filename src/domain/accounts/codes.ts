import { createHmac, randomInt } from 'node:crypto'
import { currentCaller } from '@/infra/caller'
import { type Db, type RootDb, transaction } from '@/infra/db'
import { env } from '@/infra/env'
import { clientNetwork } from '@/infra/ip'
import { inQueue } from '@/infra/queue/queue'
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
export const wrongTries = 5

const hashOf = (phone: string, purpose: Purpose, code: string) =>
  new Uint8Array(
    createHmac('sha256', keyFor('sms code'))
      .update(JSON.stringify([phone, purpose, code]))
      .digest(),
  )

/**
 * `username`: greets in the message where `greetingName` lets it; pages give none and send the code alone. `known`: asked by
 * a browser that the phone's account signed in from before.
 */
type Asked = { phone: string; username?: string; purpose: Purpose; address: string; known?: boolean }

type Cap = [condition: string, seconds: number, most: number]

/** The caps of a code that anybody may ask for, or of one out of those that are kept for known browsers. */
function capsOf(kept: boolean): Cap[] {
  const { phoneHourly, phoneDaily, phoneKept, addressHourly, addressDaily, siteDaily } = env().smsCaps
  const anybody: Cap[] = [
    ['phone = $1 AND NOT is_known', 3600, phoneHourly],
    ['phone = $1 AND NOT is_known', 86_400, phoneDaily - phoneKept],
    ['address = $2 AND NOT is_known', 3600, addressHourly],
    ['address = $2 AND NOT is_known', 86_400, addressDaily],
  ]
  return [
    ['phone = $1', pause, 1],
    ['phone = $1', 86_400, phoneDaily],
    ['true', 86_400, siteDaily],
    ...(kept ? [['phone = $1 AND is_known', 3600, phoneKept] satisfies Cap] : anybody),
  ]
}

/** SQL of the seconds until another code may be sent, by the cap that takes longest to let go; null when it may be sent now. */
function waitSql(kept: boolean): string {
  // The code that must leave the window before there is room: the one sent as many before as the cap allows.
  const parts = capsOf(kept).map(
    ([condition, seconds, most]) =>
      `(SELECT created_at + interval '${seconds} s' AS free FROM sms_code WHERE ${condition}
        AND created_at > clock_timestamp() - interval '${seconds} s' ORDER BY created_at DESC OFFSET ${most - 1} LIMIT 1)`,
  )
  return `SELECT ceil(extract(epoch FROM max(free) - clock_timestamp()))::int AS seconds FROM (${parts.join(' UNION ALL ')}) caps`
}

/** The wrong tries that a new code begins with: those of the valid one before it, since they have one count between them. */
const triesBefore = `coalesce((SELECT CASE WHEN used_at IS NULL AND tries < ${wrongTries} AND created_at > clock_timestamp() - interval '${codeLife} s'
  THEN tries END FROM sms_code WHERE phone = $1 AND purpose = $3 ORDER BY id DESC LIMIT 1), 0)`

const keepSql = (kept: boolean) => `WITH waiting AS (${waitSql(kept)}), made AS (
    INSERT INTO sms_code (phone, address, purpose, code_hash, is_known, tries, created_at)
    SELECT $1::text, $2::text, $3::text, $4::bytea, ${kept}, ${triesBefore}, clock_timestamp() FROM waiting WHERE seconds IS NULL RETURNING id::text)
  SELECT (SELECT id FROM made) AS id, coalesce(seconds, 0) AS seconds FROM waiting`

/** Whoever counts codes holds this advisory lock, so that no cap is ever passed, by however many at once. */
const countersLock = 7_262_046_103

/** Keeps a code, if the caps let it; the id of its row. A known browser takes from what is kept for it first. */
function keepCode(db: RootDb, asked: Asked, code: string): Promise<Result<string>> {
  const { phone, purpose, address, known } = asked
  const values = [phone, clientNetwork(address), purpose, hashOf(phone, purpose, code)]
  return transaction(db, async (tx) => {
    await tx.sql(`SELECT set_config('lock_timeout', '5s', true), pg_advisory_xact_lock(${countersLock})::text`)
    const waits: number[] = []
    for (const kept of known && env().smsCaps.phoneKept > 0 ? [true, false] : [false]) {
      const [row] = await tx.sql<{ id: string | null; seconds: number }>(keepSql(kept), values)
      if (row?.id) return ok(row.id)
      waits.push(row?.seconds ?? 0)
    }
    return throttled(Math.min(...waits))
  })
}

/**
 * Sends a code to a phone and keeps its keyed hash; the two newest of a phone are valid. Within a minute, or past a cap, it
 * is `throttled` with the seconds left. `refused: not_sent` when the gateway failed.
 *
 * `sending`: `later` answers before the gateway does, and `never` sends nothing, for callers whose answer must not tell
 * whether there is somebody to send to.
 * @throws Unavailable when too many ask at once: they are counted one by one, and hold one connection between them
 */
export async function requestCode(
  db: RootDb,
  asked: Asked,
  sending: 'now' | 'later' | 'never' = 'now',
  onFailure: (reason: string) => void = () => {},
): Promise<Result<null>> {
  const code = String(randomInt(1_000_000)).padStart(6, '0')
  const caller = currentCaller()
  const waiting = { turn: caller?.network ?? 'site', signal: caller?.signal }
  const kept = await inQueue('code', waiting, () => keepCode(db, asked, code))
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
 * Tries a code against the two newest of the phone and purpose. A wrong try counts for both, and five burn them.
 * @returns the code's id, to be used up by `takeCode` with what it was for; or what is wrong
 */
export async function tryCode(
  db: RootDb,
  given: { phone: string; purpose: Purpose; code: string },
): Promise<{ id: string } | Issue> {
  const rows = await db.sql<{ id: string; right: boolean; expired: boolean }>(
    `WITH latest AS MATERIALIZED (SELECT id, code_hash = $3 AND used_at IS NULL AND tries < ${wrongTries} AS fits
       FROM sms_code WHERE phone = $1 AND purpose = $2 ORDER BY id DESC LIMIT 2)
     UPDATE sms_code c SET tries = c.tries + (NOT (SELECT bool_or(fits) FROM latest))::int FROM latest
     WHERE c.id = latest.id AND c.used_at IS NULL AND c.tries < ${wrongTries}
     RETURNING c.id::text, c.code_hash = $3 AS right, c.created_at < now() - make_interval(secs => ${codeLife}) AS expired`,
    [given.phone, given.purpose, hashOf(given.phone, given.purpose, given.code)],
  )
  const right = rows.filter((row) => row.right)
  const valid = right.find((row) => !row.expired)
  if (valid) return { id: valid.id }
  return { field: 'code', reason: right.length > 0 ? 'expired_code' : 'wrong_code' }
}

/**
 * Uses a code up, in the transaction of what it was for, and with it every other of its phone and purpose; false when
 * somebody else was faster.
 */
export async function takeCode(db: Db, id: string): Promise<boolean> {
  const rows = await db.sql<{ id: string }>(
    `WITH open AS (SELECT c.id FROM sms_code o JOIN sms_code c ON c.phone = o.phone AND c.purpose = o.purpose
       WHERE o.id = $1::bigint AND c.used_at IS NULL ORDER BY c.id FOR UPDATE OF c)
     UPDATE sms_code c SET used_at = now() FROM open WHERE c.id = open.id RETURNING c.id::text`,
    [id],
  )
  return rows.some((row) => row.id === id)
}
