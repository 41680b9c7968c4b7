import { type Db, transaction } from '@/infra/db'
import type { Loop } from '@/infra/loops'
import { logFailure } from '@/infra/state-log'
import type { Actor } from '../actor'
import { forbidden, ok, type Result } from '../errors'
import type { Author } from '../history/record'
import { can } from '../policy'
import { eraseAccounts } from './erase-account'
import { registrationDays } from './registration-rules'

/** SQL for the moment at which an account `a` is erased if nobody decides. */
const dueAt = `a.waiting_since + make_interval(days => CASE WHEN a.refused_at IS NULL THEN ${registrationDays.undecided} ELSE ${registrationDays.refused} END)`
const isWaiting = 'a.approved_at IS NULL AND a.person_id IS NULL'

export type RegistrationAge = {
  id: number
  is_refused: boolean
  /** Whole days since it came, or since it was refused. */
  waiting_days: number
  /** Whole days until it is erased, at least 0. */
  erased_in_days: number
}

/** How long registrations wait, and when they are erased; accounts that were let in are left out. */
export async function registrationAges(
  db: Db,
  actor: Actor,
  input: { ids: readonly number[] },
): Promise<Result<RegistrationAge[]>> {
  if (!can(actor, 'accounts:manage')) return forbidden
  return ok(
    await db.sql<RegistrationAge>(
      `SELECT a.id, a.refused_at IS NOT NULL AS is_refused, floor(extract(epoch FROM now() - coalesce(a.refused_at, a.created_at)) / 86400)::int AS waiting_days,
         greatest(ceil(extract(epoch FROM ${dueAt} - now()) / 86400), 0)::int AS erased_in_days
       FROM account a WHERE a.school_id = $1 AND a.id = ANY($2::int[]) AND ${isWaiting} AND a.deleted_at IS NULL ORDER BY a.id`,
      [actor.schoolId, input.ids],
    ),
  )
}

/** How many registrations of a school one transaction erases. */
const part = 100

/** Erases those of a school who are due, a part at a time; another process that does the same passes over them. */
async function eraseDue(db: Db, schoolId: number): Promise<number> {
  const author: Author = { schoolId, via: 'schedule', accountId: null, apiKeyId: null }
  const { value } = await transaction(db, async (tx) => {
    await tx.sql('SELECT id FROM school WHERE id = $1 FOR SHARE', [schoolId])
    const due = await tx.sql<{ id: number }>(
      `SELECT a.id FROM account a WHERE a.school_id = $1 AND ${isWaiting} AND ${dueAt} < now()
       ORDER BY a.waiting_since, a.id LIMIT ${part} FOR UPDATE SKIP LOCKED`,
      [schoolId],
    )
    const ids = due.map(({ id }) => id)
    if (ids.length > 0) await eraseAccounts(tx, author, ids)
    return { ok: true, value: ids.length }
  })
  return value
}

/** Once an hour, registrations that nobody decided about, and those that were refused, are erased. */
export const registrationRetention: Loop = {
  name: 'registrations',
  every: 3_600_000,
  async run(db, signal) {
    const schools = await db.sql<{ id: number }>(
      `SELECT DISTINCT a.school_id AS id FROM account a WHERE ${isWaiting} AND ${dueAt} < now() ORDER BY 1`,
    )
    let more = false
    for (const { id } of schools) {
      if (signal.aborted) return false
      try {
        const count = await eraseDue(db, id)
        more ||= count === part
      } catch (error) {
        // The other schools do not wait for this one.
        logFailure(error, { school: id }, 'registrations of a school could not be erased')
      }
    }
    return more
  },
}
