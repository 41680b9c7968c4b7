import type { Db } from '@/infra/db'
import type { Actor } from '../actor'
import { numbersShownTo } from '../people/grade'
import { shownNumber } from '../people/record'
import type { GuardianRole } from '../people/schema'
import type { Beside } from './export-rules'

/** By student: of each relation the guardian who stands first, numbers masked as they are to the actor. */
export async function guardiansBeside(
  db: Db,
  actor: Actor,
  students: readonly number[],
): Promise<Map<number, Partial<Record<GuardianRole, Beside>>>> {
  const pii = numbersShownTo(actor)
  const rows = await db.sql<Beside & { student_id: number; relation: GuardianRole }>(
    `SELECT DISTINCT ON (g.student_id, g.relation) g.student_id, g.relation, p.name,
       ${shownNumber('phone', pii)} AS phone, ${shownNumber('idcard', pii)} AS idcard
     FROM guardianship g JOIN person p ON p.id = g.guardian_id AND p.deleted_at IS NULL
     WHERE g.student_id = ANY($1::int[]) AND p.school_id = $2
     ORDER BY g.student_id, g.relation, g.position, p.id`,
    [students, actor.schoolId],
  )
  const found = new Map<number, Partial<Record<GuardianRole, Beside>>>()
  for (const { student_id, relation, name, phone, idcard } of rows)
    found.set(student_id, { ...found.get(student_id), [relation]: { name, phone, idcard } })
  return found
}

/** Numbers and names of the students. */
export async function studentsById(
  db: Db,
  actor: Actor,
  ids: readonly number[],
): Promise<Map<number, { usin: string; name: string }>> {
  const rows = await db.sql<{ id: number; usin: string; name: string }>(
    'SELECT id, usin, name FROM person WHERE id = ANY($1::int[]) AND school_id = $2 AND deleted_at IS NULL',
    [ids, actor.schoolId],
  )
  return new Map(rows.map(({ id, usin, name }) => [id, { usin, name }]))
}
