import { randomUUID } from 'node:crypto'
import type { Db } from '@/infra/db'
import { seal, unseal } from '@/infra/sealed'
import type { Errand } from './errand'

/** How long an answer is kept, in hours. */
export const answerHours = 24
/** How long somebody may be at work, in seconds, until it counts as given up: no work and no transaction takes longer. */
const patience = 60

const purpose = 'kept answer'

/** How an errand stands: mine to do, done already, being done, or another than the caller's key stands for. */
export type Claimed =
  | { kind: 'mine'; claim: string }
  | { kind: 'answered'; answer: string }
  | { kind: 'in_flight' }
  | { kind: 'other_errand' }

/**
 * Takes an errand's lock until the transaction ends, with the process if need be; false when somebody has it. Whoever
 * claims in a transaction asks for it first, since the claim itself would have them wait for the other transaction.
 */
export async function lock(tx: Db, { id }: Errand): Promise<boolean> {
  const number = Buffer.from(id).readBigInt64BE()
  // A machine that has lost its power never ends its connection: the database does.
  const [row] = await tx.sql<{ free: boolean }>(
    `SELECT pg_try_advisory_xact_lock($1::bigint) AS free,
       set_config('idle_in_transaction_session_timeout', '${patience}s', true) AS timeout`,
    [String(number)],
  )
  return row?.free === true
}

/** Claims an errand, unless it is somebody's or done. A claim that nobody kept an answer for lapses. */
export async function claim(db: Db, { id, fingerprint }: Errand): Promise<Claimed> {
  const mine = randomUUID()
  const claimed = await db.sql(
    `INSERT INTO kept_answer (id, fingerprint, claim, expires_at)
     VALUES ($1, $2, $3::uuid, clock_timestamp() + interval '${patience} s')
     ON CONFLICT (id) DO UPDATE SET fingerprint = excluded.fingerprint, claim = excluded.claim, answer = NULL, expires_at = excluded.expires_at
       WHERE kept_answer.expires_at <= clock_timestamp()
     RETURNING 1 AS claimed`,
    [id, fingerprint, mine],
  )
  if (claimed.length > 0) return { kind: 'mine', claim: mine }
  const [found] = await db.sql<{ same: boolean; answer: string | null }>(
    `SELECT fingerprint = $2 AS same, encode(answer, 'base64') AS answer FROM kept_answer WHERE id = $1`,
    [id, fingerprint],
  )
  // Let go between the two statements: whoever asks again finds it free.
  if (!found) return { kind: 'in_flight' }
  if (!found.same) return { kind: 'other_errand' }
  if (found.answer === null) return { kind: 'in_flight' }
  return { kind: 'answered', answer: unseal(purpose, Buffer.from(found.answer, 'base64'), id) }
}

/** Keeps the answer of an errand that is mine; false when the claim has lapsed, or the answer is kept already. */
export async function keep(db: Db, { id }: Errand, mine: string, answer: string): Promise<boolean> {
  const rows = await db.sql(
    `UPDATE kept_answer SET answer = $3, claim = NULL, expires_at = clock_timestamp() + interval '${answerHours} h'
     WHERE id = $1 AND claim = $2::uuid RETURNING 1 AS kept`,
    [id, mine, seal(purpose, answer, id)],
  )
  return rows.length > 0
}

/** Lets go of an errand that came to no answer worth keeping: it can be tried again at once. */
export async function release(db: Db, { id }: Errand, mine: string): Promise<void> {
  await db.sql('DELETE FROM kept_answer WHERE id = $1 AND claim = $2::uuid', [id, mine])
}
