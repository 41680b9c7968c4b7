import { type Db, type RootDb, transaction } from '@/infra/db'
import type { Loop } from '@/infra/loops'
import type { Actor } from '../actor'
import { changedMeanwhile, forbidden, notFound, ok, type Result, refused } from '../errors'
import { type Author, openChangeSet } from '../history/record'
import { can } from '../policy'
import { countDue, dueSql } from './due'
import { eraseRecords, hereForOnly } from './erase'
import type { RetentionRun } from './schema'
import { isImporting } from './staged'

/** How many people one transaction erases, beside the guardians who go along. */
const part = 500

/** Erases the first of those who are due as one change set; `not_found` when nobody is. */
async function erasePart(tx: Db, author: Author): Promise<Result<Omit<RetentionRun, 'left'>>> {
  await tx.sql('SELECT id FROM school WHERE id = $1 FOR UPDATE', [author.schoolId])
  if (await isImporting(tx, author.schoolId)) return refused('import_busy')
  const due = await tx.sql<{ id: number }>(`${dueSql} ORDER BY p.left_at, p.id LIMIT ${part}`, [author.schoolId])
  if (due.length === 0) return notFound
  const ids = due.map(({ id }) => id)
  const along = await tx.sql<{ id: number }>(
    `SELECT g.id FROM person g WHERE g.school_id = $1 AND g.role = 8 AND g.id <> ALL($2::int[])
       AND g.id IN (SELECT l.guardian_id FROM guardianship l WHERE l.student_id = ANY($2::int[])) AND ${hereForOnly('$2::int[]')}`,
    [author.schoolId, ids],
  )
  const set = await openChangeSet(tx, author, { kind: 'erasure' })
  const erased = await eraseRecords(tx, author, set, [...ids, ...along.map(({ id }) => id)])
  return ok({ change_set: set, ...erased })
}

/**
 * Erases a part of those whom the rules name; the caller goes on while `left` is not 0. `changed_meanwhile` when not as
 * many are due as were shown.
 */
export async function runRetention(
  db: Db,
  actor: Actor,
  { expected }: { expected: number },
): Promise<Result<RetentionRun>> {
  if (!can(actor, 'privacy:write')) return forbidden
  return transaction(
    db,
    async (tx) => {
      await tx.sql('SELECT id FROM school WHERE id = $1 FOR UPDATE', [actor.schoolId])
      const total = await countDue(tx, actor.schoolId)
      if (total !== expected) return changedMeanwhile
      const done = await erasePart(tx, actor)
      return done.ok ? ok({ ...done.value, left: await countDue(tx, actor.schoolId) }) : done
    },
    300_000,
  )
}

/** The hours of the night, Chinese time, in which the rules run by themselves. */
const isNight = (now: Date): boolean => [2, 3, 4].includes((now.getUTCHours() + 8) % 24)

/** Once a night, in the schools that want it, the rules run by themselves; one process takes a school. */
export const nightlyRetention = (clock: () => Date = () => new Date()): Loop => ({
  name: 'retention',
  every: 600_000,
  async run(db: RootDb, signal) {
    if (!isNight(clock())) return false
    // A run far ahead of now was of a clock that has been put right since.
    const schools = await db.sql<{ id: number }>(
      `UPDATE retention SET last_run_at = now() WHERE nightly
         AND (last_run_at BETWEEN now() - interval '12 hours' AND now() + interval '1 hour') IS NOT TRUE
       RETURNING school_id AS id`,
    )
    for (const { id } of schools) {
      const author: Author = { schoolId: id, via: 'schedule', accountId: null, apiKeyId: null }
      while (!signal.aborted && (await transaction(db, (tx) => erasePart(tx, author), 300_000)).ok);
    }
    return false
  },
})
