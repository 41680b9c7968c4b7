import type { Db } from '@/infra/db'
import type { Actor } from '../actor'
import { forbidden, ok, type Result } from '../errors'
import { can } from '../policy'
import { hereForOnly } from './erase'
import type { Due, DuePage } from './schema'
import { stamp } from './sql'

/** SQL of the ids of the school's people who left longer ago than the rule of their role says; `$1` is the school. */
export const dueSql = `SELECT p.id FROM retention r JOIN person p ON p.school_id = r.school_id
  AND p.left_at < now() - make_interval(years => CASE p.role WHEN 1 THEN r.student_years WHEN 2 THEN r.teacher_years WHEN 8 THEN r.guardian_years END::int)
  WHERE r.school_id = $1`

/** SQL of those who are due, and of the guardians who go along since all their children go. */
const goingSql = `WITH due AS MATERIALIZED (${dueSql}), base AS MATERIALIZED (SELECT coalesce(array_agg(id), '{}') AS ids FROM due),
  going AS (SELECT id, false AS along FROM due UNION ALL
    SELECT g.id, true FROM person g CROSS JOIN base WHERE g.school_id = $1 AND g.role = 8 AND g.id <> ALL(base.ids)
      AND g.id IN (SELECT l.guardian_id FROM guardianship l JOIN due ON due.id = l.student_id) AND ${hereForOnly('base.ids')})`

/** How many would go now. */
export async function countDue(db: Db, schoolId: number): Promise<number> {
  const [row] = await db.sql<{ total: number }>(`${goingSql} SELECT count(*)::int AS total FROM going`, [schoolId])
  return row?.total ?? 0
}

/** Who would go now by the rules as they are kept, those who left first at the top. */
export async function listDue(
  db: Db,
  actor: Actor,
  input: { page: number; per_page: number },
): Promise<Result<DuePage>> {
  if (!can(actor, 'privacy:write')) return forbidden
  const rows = await db.sql<Due & { total: number }>(
    `${goingSql} SELECT p.id, p.name, p.usin, p.role::int, ${stamp('p.left_at')} AS left_at, going.along, (SELECT count(*)::int FROM going) AS total
     FROM going JOIN person p ON p.id = going.id ORDER BY going.along, p.left_at, p.id LIMIT $2 OFFSET $3`,
    [actor.schoolId, input.per_page, (input.page - 1) * input.per_page],
  )
  const total = rows[0]?.total ?? (input.page > 1 ? await countDue(db, actor.schoolId) : 0)
  return ok({ rows: rows.map(({ total: _, ...row }) => row), total })
}
