import type { Db } from '@/infra/db'
import { goes } from './cells'

const listed = (side: 'links_before' | 'links_after') =>
  `jsonb_to_recordset(u.${side}) AS l(student_id int, relation smallint, position smallint)`
const held = 'guardianship g WHERE g.guardian_id = u.id AND g.student_id = l.student_id'
const isAmong = (side: 'links_before' | 'links_after') =>
  `EXISTS (SELECT FROM jsonb_array_elements(u.${side}) e WHERE (e ->> 'student_id')::int = l.student_id)`
const hasLinks = `(u.links_before <> '[]' OR u.links_after <> '[]')`

/** SQL for whether a guardian of `undo_person u` has links other than before the change set. */
export const linkToDo = `(${hasLinks} AND (
  EXISTS (SELECT FROM ${listed('links_after')} WHERE NOT ${isAmong('links_before')} AND EXISTS (SELECT FROM ${held}))
  OR EXISTS (SELECT FROM ${listed('links_before')} JOIN person s ON s.id = l.student_id WHERE NOT EXISTS (SELECT FROM ${held} AND g.relation = l.relation))))`

/** SQL for whether the links are not what the change set left either. */
export const linkConflict = `(
  EXISTS (SELECT FROM ${listed('links_after')} WHERE NOT EXISTS (SELECT FROM ${held} AND g.relation = l.relation))
  OR EXISTS (SELECT FROM ${listed('links_before')} WHERE NOT ${isAmong('links_after')} AND EXISTS (SELECT FROM ${held})))`

/** Gives guardians the links that they had; a student whose record was erased is passed over. */
export async function putBackLinks(db: Db, schoolId: number): Promise<void> {
  const chosen = `undo_person u WHERE 'link' = ANY(u.todo) AND ${goes('u')}`
  await db.sql(
    `DELETE FROM guardianship d USING (SELECT u.id, l.student_id FROM (SELECT * FROM ${chosen}) u, ${listed('links_after')} WHERE NOT ${isAmong('links_before')}) x
     WHERE d.guardian_id = x.id AND d.student_id = x.student_id`,
  )
  await db.sql(
    `INSERT INTO guardianship (guardian_id, student_id, school_id, relation, position)
     SELECT u.id, l.student_id, $1, coalesce(l.relation, 0), coalesce(l.position, 0)
     FROM (SELECT * FROM ${chosen}) u, ${listed('links_before')} JOIN person s ON s.id = l.student_id AND s.school_id = $1
     ON CONFLICT (guardian_id, student_id) DO UPDATE SET relation = excluded.relation, position = excluded.position`,
    [schoolId],
  )
}
