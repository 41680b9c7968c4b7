import type { Db } from '@/infra/db'
import type { Actor } from '../actor'
import { keepsStudent, keptBy, schoolYearEnd } from '../people/grade'
import { isSharedWithOthers } from '../people/links'

/** Of guardians who went along with a child, the child decides. */
const alongWithChild = `(u.act = 'restore' AND p.role = 8 AND EXISTS (
  SELECT FROM guardianship g JOIN undo_person s ON s.id = g.student_id WHERE g.guardian_id = u.id AND s.act = 'restore'))`

/**
 * SQL for whether the actor keeps everybody whom the set `cs` changed, as they are now. Guardians who were deleted with a
 * child are left to `keepsStaged`, which knows the child. The first stranger ends the search.
 */
export function keepsSet(actor: Actor): string {
  if (actor.role !== 'grade_admin') return 'true'
  return `NOT EXISTS (SELECT FROM change c JOIN person p ON p.id = c.noun_id AND p.school_id = c.school_id
    WHERE c.change_set_id = cs.id AND c.noun = 'person' AND NOT (${keptBy(actor)} OR (p.role = 8 AND c.action = 'delete')))`
}

/** SQL for whether the undo makes, changes or removes a link to a student whom the actor does not keep. */
const movesOthersLink = (actor: Actor): string =>
  `('link' = ANY(u.todo) AND EXISTS (SELECT FROM jsonb_array_elements(u.links_before || u.links_after) e
    JOIN person ls ON ls.id = (e ->> 'student_id')::int WHERE NOT ${keepsStudent(actor, 'ls')}))`

/** Whether the actor keeps everybody who would move, before and after. */
export async function keepsStaged(db: Db, actor: Actor, now = new Date()): Promise<boolean> {
  if (actor.role !== 'grade_admin') return true
  const old = (key: 'graduates_in' | 'duration') =>
    `CASE WHEN '${key}' = ANY(u.todo) THEN (u.before ->> '${key}')::int ELSE p.${key} END`
  const staysInGrade = `coalesce(${old('duration')} - (${old('graduates_in')} - ${schoolYearEnd(now)}) = ${Number(actor.grade)}, false)`
  const strangers = await db.sql(
    `SELECT 1 AS stranger FROM undo_person u JOIN person p ON p.id = u.id WHERE u.act <> 'none'
       AND (NOT (${keptBy(actor, now)} OR ${alongWithChild}) OR (p.role = 1 AND u.act = 'change' AND NOT ${staysInGrade})
         OR ((u.act = 'delete' OR 'status' = ANY(u.todo)) AND ${isSharedWithOthers(actor)}) OR ${movesOthersLink(actor)}) LIMIT 1`,
  )
  return strangers.length === 0
}
