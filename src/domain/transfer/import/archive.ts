import type { Sql } from '@/infra/db'
import { isKeptAdmin } from './last-admin'
import type { Scope } from './plan'
import type { ImportCounts } from './schema'

const inNoRow = `FROM person p WHERE p.school_id = $1 AND p.role = $2 AND p.deleted_at IS NULL AND p.status <> 2
  AND NOT EXISTS (SELECT FROM import_verdict v WHERE v.import_id = $3 AND v.person_id = p.id)`

/**
 * Whoever of the role is not archived and in no row of the file, not even in a wrong one; the last administrators of the
 * school are left alone. `$1` school, `$2` role, `$3` import.
 */
export const missingPeople = `${inNoRow} AND NOT ${isKeptAdmin}`

/** Those of them who have an account. */
export const missingMembers = `${missingPeople} AND EXISTS (SELECT FROM account a WHERE a.person_id = p.id AND a.deleted_at IS NULL)`

export type Missing = { missing: number; active: number; kept_admins: number }

/** Those of them who were shown to go. */
export const shownMissing = `${missingPeople} AND p.id IN (SELECT unnest(i.missing) FROM import i WHERE i.id = $3)`

/** How many would go by a full sync, all or those alone who were shown, of how many there are; and how many stay because nobody else administers the school. */
export async function countMissing(sql: Sql, scope: Scope, onlyShown = false): Promise<Missing> {
  const [row] = await sql<Missing>(
    `SELECT (SELECT count(*)::int ${onlyShown ? shownMissing : missingPeople}) AS missing, (SELECT count(*)::int ${inNoRow} AND ${isKeptAdmin}) AS kept_admins,
       (SELECT count(*)::int FROM person WHERE school_id = $1 AND role = $2 AND deleted_at IS NULL AND status <> 2) AS active`,
    [scope.schoolId, scope.role, scope.importId],
  )
  return row ?? { missing: 0, active: 0, kept_admins: 0 }
}

const mostUnasked = 20
const largestPart = 0.05

/** Whether so many are to go that somebody has to say so by typing the number. */
export const needsConfirming = ({ missing = 0, active = 0 }: ImportCounts): boolean =>
  missing > 0 && (missing > mostUnasked || missing > active * largestPart)
