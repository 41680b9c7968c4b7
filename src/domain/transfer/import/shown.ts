import type { Sql } from '@/infra/db'
import { missingPeople } from './archive'
import { refuseLastAdmins } from './last-admin'
import { hasGuardians, type Scope } from './plan'
import { isResolved, resolve } from './resolve'

/**
 * What becomes of rows that would be written otherwise than they were shown: `write` where nothing was shown (command
 * line, nightly job), `stop` writes nothing and shows them, `leave` writes the others.
 */
export const ifChangedModes = ['write', 'stop', 'leave'] as const
export type IfChanged = (typeof ifChangedModes)[number]

export const ifChangedOf = (input: Record<string, unknown>): IfChanged =>
  ifChangedModes.find((mode) => mode === input.ifChanged) ?? 'write'

/** SQL: what a row of the file says of somebody new, as JSON. */
const givenOf = (row: string) =>
  `(to_jsonb(${row}) - ARRAY['import_id', 'line', 'cells', 'key', 'issues', 'missing', 'sort_name', 'search_name'])`

/**
 * Keeps what the rows said when they were shown, before the file is read again by other fields. Of somebody new the verdict
 * holds no values.
 */
export const keepGiven = (sql: Sql, importId: number) =>
  sql(
    `UPDATE import_verdict v SET given = ${givenOf('r')} FROM import_row r
     WHERE v.import_id = $1 AND v.kind = 'new' AND v.given IS NULL AND r.import_id = v.import_id AND r.line = v.line`,
    [importId],
  )

export const forgetShown = (sql: Sql, importId: number) =>
  sql('DELETE FROM import_shown WHERE import_id = $1', [importId])

const isWritten = (verdict: string) => `(${verdict}.kind IN ('new', 'changed'))`

/** SQL: what the guardians beside the student of each line would do, where they do something. */
const tiesOf = (scope: Scope) =>
  hasGuardians(scope)
    ? `LEFT JOIN (SELECT line, jsonb_agg(jsonb_build_object('relation', relation, 'kind', kind, 'guardian_id', guardian_id, 'usin', usin,
         'is_linked', is_linked, 'before', before, 'after', after) ORDER BY relation) AS ties
       FROM import_tie WHERE import_id = $1 AND kind IN ('new', 'changed') GROUP BY 1) t ON t.line = v.line`
    : 'CROSS JOIN (SELECT NULL::jsonb AS ties) t'

/** Keeps the verdicts that were shown, before all rows are judged again. */
export const keepShown = (sql: Sql, scope: Scope) =>
  sql(
    `INSERT INTO import_shown (import_id, line, kind, person_id, student_id, before, after, given, ties)
     SELECT v.import_id, v.line, v.kind, v.person_id, v.student_id, v.before, v.after, v.given, CASE WHEN ${isWritten('v')} THEN t.ties END
     FROM import_verdict v ${tiesOf(scope)} WHERE v.import_id = $1`,
    [scope.importId],
  )

/** SQL: a person's values without what no page shows, the place of a link among the guardian's others. */
const seen = (values: string) => `(${values} #- '{link,position}')`

/** SQL: the row of the file `r` would be written as shown, if at all. */
const isSame = `CASE WHEN ${isWritten('s')} <> ${isWritten('v')} THEN false WHEN NOT ${isWritten('s')} THEN true
  ELSE s.kind = v.kind AND (s.kind = 'new' OR s.person_id = v.person_id) AND s.student_id IS NOT DISTINCT FROM v.student_id
    AND ${seen('s.before')} IS NOT DISTINCT FROM ${seen('v.before')} AND ${seen('s.after')} IS NOT DISTINCT FROM ${seen('v.after')}
    AND (s.kind <> 'new' OR s.given IS NULL OR s.given = ${givenOf('r')}) AND s.ties IS NOT DISTINCT FROM t.ties END`

/** Of the verdicts that were shown, keeps those that differ from the verdicts of now; answers how many there are. */
export async function compareShown(sql: Sql, scope: Scope): Promise<number> {
  await sql(
    `DELETE FROM import_shown s USING import_verdict v JOIN import_row r ON r.import_id = v.import_id AND r.line = v.line ${tiesOf(scope)}
     WHERE s.import_id = $1 AND v.import_id = $1 AND v.line = s.line AND ${isSame}`,
    [scope.importId],
  )
  const [row] = await sql<{ count: number }>('SELECT count(*)::int AS count FROM import_shown WHERE import_id = $1', [
    scope.importId,
  ])
  return row?.count ?? 0
}

/** Leaves the rows that differ out. Whoever they would have put in office is not: the others are judged by that. */
export async function leaveOut(sql: Sql, scope: Scope): Promise<void> {
  await sql(
    `WITH kept AS (UPDATE import_shown s SET now_kind = v.kind FROM import_verdict v
       WHERE s.import_id = $1 AND v.import_id = $1 AND v.line = s.line RETURNING s.line)
     UPDATE import_verdict v SET kind = 'left' FROM kept WHERE v.import_id = $1 AND v.line = kept.line`,
    [scope.importId],
  )
  await refuseLastAdmins(sql, scope)
}

const missingNow = `(SELECT coalesce(array_agg(p.id ORDER BY p.id), '{}') ${missingPeople})`

/** Keeps whom a full sync is shown to archive. */
export const keepMissing = (sql: Sql, scope: Scope) =>
  sql(`UPDATE import SET missing = ${missingNow}, missing_before = NULL WHERE id = $3`, [
    ...[scope.schoolId, scope.role, scope.importId],
  ])

const lacking = (some: string, of: string) =>
  `(SELECT count(*)::int FROM unnest(${some}) AS a(id) WHERE NOT EXISTS (SELECT FROM unnest(${of}) AS b(id) WHERE b.id = a.id))`

/** How many are to be archived who were not shown, and how many who were shown are not; what is shown now is kept beside. */
export async function compareMissing(sql: Sql, scope: Scope): Promise<{ shown: number; more: number; fewer: number }> {
  const [row] = await sql<{ shown: number; more: number; fewer: number }>(
    `WITH now AS (SELECT ${missingNow} AS ids), old AS (SELECT i.id, coalesce(i.missing, now.ids) AS ids FROM import i, now WHERE i.id = $3),
       kept AS (UPDATE import i SET missing = now.ids, missing_before = CASE WHEN old.ids <> now.ids THEN old.ids END FROM now, old WHERE i.id = old.id)
     SELECT cardinality(old.ids) AS shown, ${lacking('now.ids', 'old.ids')} AS more, ${lacking('old.ids', 'now.ids')} AS fewer FROM now, old`,
    [scope.schoolId, scope.role, scope.importId],
  )
  return row ?? { shown: 0, more: 0, fewer: 0 }
}

/** Narrows whom a full sync archives to those who were shown; answers how many they are. */
export async function archiveShown(sql: Sql, importId: number): Promise<number> {
  const [row] = await sql<{ count: number }>(
    `UPDATE import SET missing = ARRAY(SELECT unnest(missing) INTERSECT SELECT unnest(missing_before) ORDER BY 1)
     WHERE id = $1 AND missing_before IS NOT NULL RETURNING cardinality(missing) AS count`,
    [importId],
  )
  return row?.count ?? 0
}

/** How many rows, and how many people to be archived, are otherwise than shown. */
export type Differences = { rows: number; more: number; fewer: number; shownMissing?: number }

/**
 * Judges all rows by the people of this moment, unless nobody changed since they were judged, and compares with what was
 * shown. With `leave` the rows that differ are left out, and only those are archived who were shown.
 */
export async function judgeAnew(sql: Sql, scope: Scope, ifChanged: IfChanged): Promise<Differences> {
  const none = { rows: 0, more: 0, fewer: 0 }
  await forgetShown(sql, scope.importId)
  if (await isResolved(sql, scope)) return none
  if (ifChanged === 'write') {
    await resolve(sql, scope)
    return none
  }
  await keepShown(sql, scope)
  await resolve(sql, scope)
  const rows = await compareShown(sql, scope)
  if (ifChanged === 'leave' && rows > 0) await leaveOut(sql, scope)
  if (scope.settings.mode !== 'sync') return { ...none, rows }
  const { shown, more, fewer } = await compareMissing(sql, scope)
  if (ifChanged === 'leave') await archiveShown(sql, scope.importId)
  return { rows, more, fewer, shownMissing: shown }
}
