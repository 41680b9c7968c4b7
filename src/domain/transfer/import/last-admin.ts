import type { Sql } from '@/infra/db'
import { administers, isAdminAccount } from '../../accounts/administrators'
import { builtInCells, issueSql, type Scope } from './plan'

/** SQL for whether a row's verdict `v` takes the person out of normal status. */
const leaves = `(v.kind = 'changed' AND v.before ->> 'status' = '1' AND v.after ? 'status')`

/**
 * SQL for whether somebody administers the school when the import is written. A row decides for its person; a full sync
 * archives who is in no row. `$1` school, `$2` role, `$3` import.
 */
const someAdminStays = (isSync: boolean) =>
  `EXISTS (SELECT FROM account a LEFT JOIN person p ON p.id = a.person_id
    LEFT JOIN LATERAL (SELECT v.kind, v.after FROM import_verdict v WHERE v.import_id = $3 AND v.person_id = p.id ORDER BY v.kind = 'changed' DESC LIMIT 1) v ON true
    WHERE a.school_id = $1 AND ${isAdminAccount} AND p.deleted_at IS NULL
      AND CASE WHEN p.id IS NULL THEN true WHEN v.kind = 'changed' AND v.after ? 'status' THEN v.after ->> 'status' = '1'
        WHEN ${isSync} AND p.role = $2 AND v.kind IS NULL THEN false ELSE p.status = 1 END)`

/**
 * SQL for whether a full sync must leave `person p` alone: they administer the school, and nobody else would.
 * `$1` school, `$2` role, `$3` import.
 */
export const isKeptAdmin = `(EXISTS (SELECT FROM account a WHERE a.person_id = p.id AND ${administers}) AND NOT ${someAdminStays(true)})`

/** SQL for who administers the school, as text: an import is judged anew when it changes. */
export const adminsState = (school: string) =>
  `(SELECT string_agg(a.id::text, ',' ORDER BY a.id) FROM account a LEFT JOIN person p ON p.id = a.person_id WHERE a.school_id = ${school} AND ${administers})`

/** Refuses the rows that would take away the last administrators of the school: each of them, since somebody must choose. */
export async function refuseLastAdmins(sql: Sql, scope: Scope): Promise<void> {
  if (!builtInCells(scope).some(({ key }) => key === 'status')) return
  const isSync = scope.settings.mode === 'sync'
  await sql(
    `UPDATE import_verdict u SET kind = 'wrong', issues = coalesce(u.issues, '[]') || jsonb_build_array(${issueSql(scope, 'status', 'last_admin', 'p.name')})
     FROM import_verdict v JOIN person p ON p.id = v.person_id JOIN account a ON a.person_id = p.id
     WHERE v.import_id = $3 AND u.import_id = v.import_id AND u.line = v.line AND ${leaves} AND ${administers}
       AND NOT ${someAdminStays(isSync)}`,
    [scope.schoolId, scope.role, scope.importId],
  )
}
