import type { Db } from '@/infra/db'
import type { Actor } from '../actor'
import type { Change } from '../history/record'

/** Puts back whether the school takes registrations, where the change set set it and it stands as it was left. */
export async function undoSchool(db: Db, actor: Actor, set: string): Promise<Change[]> {
  const rows = await db.sql<{ was: boolean }>(
    `UPDATE school s SET takes_registrations = c.was
     FROM (SELECT (array_agg((before ->> 'takes_registrations')::boolean ORDER BY id))[1] AS was FROM change
       WHERE change_set_id = $1::bigint AND noun = 'school' AND before ? 'takes_registrations') c
     WHERE s.id = $2 AND c.was IS NOT NULL AND s.takes_registrations <> c.was RETURNING s.takes_registrations AS was`,
    [set, actor.schoolId],
  )
  return rows.map(({ was }) => ({
    noun: 'school',
    nounId: actor.schoolId,
    action: 'update',
    before: { takes_registrations: !was },
    after: { takes_registrations: was },
  }))
}
