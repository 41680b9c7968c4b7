import type { Db } from '@/infra/db'
import type { Actor } from '../actor'
import type { Issue } from '../errors'
import type { Field } from '../fields/schema'

/** Numbers of which each may be held once in a school. */
export type Claims = {
  usin?: string | undefined
  outer_id?: string | undefined
  unique: { field: Field; value: string }[]
}

/** Which of the numbers another person of the school holds already, one issue each. */
export async function findTaken(db: Db, actor: Actor, claims: Claims, self: number | null): Promise<Issue[]> {
  const unique = claims.unique.filter(({ value }) => value !== '')
  const rows = await db.sql<{ field: string; value: string }>(
    `SELECT 'usin' AS field, usin AS value FROM person WHERE school_id = $1 AND usin = $2 AND deleted_at IS NULL AND id IS DISTINCT FROM $4::int
     UNION ALL SELECT 'outer_id', outer_id FROM person WHERE school_id = $1 AND outer_id = $3 AND deleted_at IS NULL AND id IS DISTINCT FROM $4::int
     UNION ALL SELECT u.field_id::text, u.value FROM unique_value u JOIN unnest($5::int[], $6::text[]) AS w(field_id, value) USING (field_id, value)
       WHERE u.person_id IS DISTINCT FROM $4::int`,
    [
      actor.schoolId,
      claims.usin ?? null,
      claims.outer_id || null,
      self,
      unique.map(({ field }) => field.id),
      unique.map(({ value }) => value),
    ],
  )
  return rows.map(({ field, value }) => {
    const own = unique.find((each) => String(each.field.id) === field)
    return { field: own?.field.name ?? field, reason: 'taken', value }
  })
}
