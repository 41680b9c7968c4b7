import type { Db } from '@/infra/db'
import { clearRows } from '../transfer/import/commands'

/** Whether a file is being read or written at the moment: whom it holds cannot be said. */
export async function isImporting(tx: Db, schoolId: number): Promise<boolean> {
  const rows = await tx.sql(
    `SELECT 1 AS busy FROM import WHERE school_id = $1 AND state IN ('reading', 'running') LIMIT 1`,
    [schoolId],
  )
  return rows.length > 0
}

const among = (row: string, columns: readonly string[]) =>
  columns.map((column) => `(${row}.${column} <> '' AND ${row}.${column} = p.${column})`).join(' OR ')

/** The uploaded files that are kept still and hold any of the people, or somebody of that name or number. */
export async function importsOf(tx: Db, schoolId: number, ids: readonly number[]): Promise<number[]> {
  const rows = await tx.sql<{ id: number }>(
    `SELECT i.id FROM import i WHERE i.school_id = $1 AND i.cleared_at IS NULL AND (
       EXISTS (SELECT FROM import_verdict v WHERE v.import_id = i.id AND (v.person_id = ANY($2::int[]) OR v.like_id = ANY($2::int[])))
       OR EXISTS (SELECT FROM import_shown s WHERE s.import_id = i.id AND (s.person_id = ANY($2::int[])
         OR EXISTS (SELECT FROM unnest($2::int[]) AS g(id) WHERE s.ties @> jsonb_build_array(jsonb_build_object('guardian_id', g.id))))) OR i.missing && $2::int[] OR i.missing_before && $2::int[]
       OR EXISTS (SELECT FROM import_tie t WHERE t.import_id = i.id AND t.guardian_id = ANY($2::int[]))
       OR EXISTS (SELECT FROM import_row r JOIN person p ON p.id = ANY($2::int[]) AND (${among('r', ['usin', 'name', 'phone', 'idcard', 'outer_id'])}) WHERE r.import_id = i.id)
       OR EXISTS (SELECT FROM import_guardian r JOIN person p ON p.id = ANY($2::int[]) AND (${among('r', ['name', 'phone', 'idcard'])}) WHERE r.import_id = i.id))`,
    [schoolId, ids],
  )
  return rows.map(({ id }) => id)
}

/** Deletes rows and file of whatever import holds any of the people: a file cannot be changed. */
export async function clearImportsOf(tx: Db, schoolId: number, ids: readonly number[]): Promise<void> {
  for (const id of await importsOf(tx, schoolId, ids)) await clearRows(tx, id)
}
