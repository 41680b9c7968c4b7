import { type Db, transaction } from '@/infra/db'
import { env } from '@/infra/env'
import type { Actor } from '../actor'
import { forbidden, ok, type Result } from '../errors'
import { record } from '../history/record'
import { can } from '../policy'
import type { Retention, RetentionPatch, RetentionRules } from './schema'
import { stamp } from './sql'

const off: RetentionRules = { student: null, teacher: null, guardian: null, nightly: false }

async function rulesOf(db: Db, schoolId: number): Promise<RetentionRules & { last_run_at: string | null }> {
  const [row] = await db.sql<RetentionRules & { last_run_at: string | null }>(
    `SELECT student_years::int AS student, teacher_years::int AS teacher, guardian_years::int AS guardian, nightly, ${stamp('last_run_at')} AS last_run_at
     FROM retention WHERE school_id = $1`,
    [schoolId],
  )
  return row ?? { ...off, last_run_at: null }
}

/** After how many years who has left is erased, by role, and how long history is kept. */
export async function readRetention(db: Db, actor: Actor): Promise<Result<Retention>> {
  if (!can(actor, 'privacy:write')) return forbidden
  return ok({ ...(await rulesOf(db, actor.schoolId)), history_years: env().historyYears })
}

const named = ({ student, teacher, guardian, nightly }: RetentionRules) => ({
  erase_students_after: student,
  erase_teachers_after: teacher,
  erase_guardians_after: guardian,
  erase_nightly: nightly,
})

/** Changes rules; nobody is erased by that, only by a run. */
export async function setRetention(db: Db, actor: Actor, patch: RetentionPatch): Promise<Result<Retention>> {
  if (!can(actor, 'privacy:write')) return forbidden
  return transaction(db, async (tx) => {
    await tx.sql('SELECT id FROM school WHERE id = $1 FOR UPDATE', [actor.schoolId])
    const { last_run_at, ...before } = await rulesOf(tx, actor.schoolId)
    const {
      student = before.student,
      teacher = before.teacher,
      guardian = before.guardian,
      nightly = before.nightly,
    } = patch
    const rules = { student, teacher, guardian, nightly }
    await tx.sql(
      `INSERT INTO retention (school_id, student_years, teacher_years, guardian_years, nightly) VALUES ($1, $2::int, $3::int, $4::int, $5)
       ON CONFLICT (school_id) DO UPDATE SET student_years = excluded.student_years, teacher_years = excluded.teacher_years,
         guardian_years = excluded.guardian_years, nightly = excluded.nightly`,
      [actor.schoolId, student, teacher, guardian, nightly],
    )
    const changed = Object.entries(named(rules)).filter(([key, value]) => Reflect.get(named(before), key) !== value)
    if (changed.length > 0) {
      const was = Object.fromEntries(changed.map(([key]) => [key, Reflect.get(named(before), key)]))
      const change = { before: was, after: Object.fromEntries(changed) }
      await record(tx, actor, [{ noun: 'school', nounId: actor.schoolId, action: 'update', ...change }])
    }
    return ok({ ...rules, last_run_at, history_years: env().historyYears })
  })
}
