import type { Db, RootDb } from '@/infra/db'
import type { TableNote } from '@/infra/tables/table'
import type { Actor } from '../../actor'
import { forbidden, notFound, ok, type Result } from '../../errors'
import { fieldsOf } from '../../fields/queries'
import { type JobProgress, type JobTrouble, troubleOf } from '../../jobs/jobs'
import type { PersonRole } from '../../people/schema'
import { can } from '../../policy'
import { isPersonalNumber } from '../export-rules'
import { needsConfirming } from './archive'
import { unknownOptions } from './cells'
import type { ImportCounts, ImportProblem, ImportSettings, ImportState, RowIssue, RowKind } from './schema'
import { loadImport, scopeOf } from './scope'
import { type Target, targetsOf } from './targets'

const stamp = (column: string) => `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`

export type ImportSummary = {
  id: number
  role: PersonRole
  file_name: string
  state: ImportState
  rows: number
  counts: ImportCounts
  /** Whether rows and file are deleted. */
  cleared: boolean
  created_at: string
  finished_at: string | null
  change_set: string | null
  account: string | null
  /** How often its rows were judged: who runs it says which judgement was shown. */
  judged: number
}
export type ImportDetails = ImportSummary & {
  settings: ImportSettings
  header: string[]
  /** What each column of the header is, or null. */
  targets: (string | null)[]
  /** What a column can be. */
  choices: Target[]
  /** `TableProblem` of the file; `confirm`, `keys_missing`, `busy`, `broken`, `cancelled` of the last run. */
  problem: ({ kind: ImportProblem } & Record<string, unknown>) | null
  notes: TableNote[]
  /** The job under way, or null. */
  job: (JobProgress & { trouble: JobTrouble | null }) | null
  /** How many go by a full sync, when that is to be typed before. */
  confirm: number | null
}

const summary = `json_build_object('id', i.id, 'role', i.role, 'file_name', i.file_name, 'state', i.state, 'rows', i.rows, 'counts', i.counts,
  'cleared', i.cleared_at IS NOT NULL, 'created_at', ${stamp('i.created_at')}, 'finished_at', ${stamp('i.finished_at')},
  'change_set', i.change_set_id::text, 'judged', i.judged, 'account', (SELECT username FROM account a WHERE a.id = i.account_id))`

/** The school's imports, the newest first. */
export async function listImports(
  db: Db,
  actor: Actor,
  input: { page: number; per_page: number },
): Promise<Result<{ rows: ImportSummary[]; total: number }>> {
  if (!can(actor, 'people:import')) return forbidden
  const rows = await db.sql<{ one: ImportSummary; total: number }>(
    `SELECT ${summary} AS one, count(*) OVER ()::int AS total FROM import i WHERE school_id = $1 ORDER BY id DESC LIMIT $2 OFFSET $3`,
    [actor.schoolId, input.per_page, (input.page - 1) * input.per_page],
  )
  return ok({ rows: rows.map(({ one }) => one), total: rows[0]?.total ?? 0 })
}

/** One import with its columns, settings, counts and the job under way. */
export async function getImport(db: Db, actor: Actor, input: { id: number }): Promise<Result<ImportDetails>> {
  if (!can(actor, 'people:import')) return forbidden
  const [row] = await db.sql<{
    one: ImportSummary
    more: Omit<ImportDetails, keyof ImportSummary | 'choices' | 'confirm'>
  }>(
    `SELECT ${summary} AS one, json_build_object('settings', i.settings, 'header', i.header, 'targets', i.targets, 'problem', i.problem, 'notes', i.notes,
       'job', (SELECT json_build_object('state', j.state, 'phase', j.phase, 'done', j.done, 'total', j.total, 'trouble', ${troubleOf}) FROM job j
         WHERE j.id = i.job_id AND j.state IN ('waiting', 'running'))) AS more
     FROM import i WHERE id = $1 AND school_id = $2`,
    [input.id, actor.schoolId],
  )
  if (!row) return notFound
  const { one, more } = row
  const { fields } = await fieldsOf(db, actor)
  const confirm =
    more.settings.mode === 'sync' && one.state !== 'done' && needsConfirming(one.counts)
      ? (one.counts.missing ?? null)
      : null
  return ok({ ...one, ...more, choices: targetsOf(one.role, fields), confirm })
}

/** Values that are none of their field's options, with how many rows have them: what could be added on the spot. */
export async function listUnknownOptions(
  db: Db,
  actor: Actor,
  input: { id: number },
): Promise<Result<{ field: string; label: string; options: { option: string; count: number }[] }[]>> {
  if (!can(actor, 'people:import')) return forbidden
  const stored = await loadImport(db, actor.schoolId, input.id)
  if (!stored) return notFound
  const { scope } = await scopeOf(db, stored)
  const rows = await db.sql<{ target: string; value: string; count: number }>(
    `SELECT i ->> 'target' AS target, r.cells[(i ->> 'column')::int + 1] AS value, count(*)::int AS count
     FROM import_row r, jsonb_array_elements(r.issues) i WHERE r.import_id = $1 AND i ->> 'reason' = 'unknown_option' GROUP BY 1, 2 ORDER BY 3 DESC LIMIT 1000`,
    [stored.id],
  )
  const found = scope.fields
    .filter(({ role }) => role === stored.role)
    .map((field) => {
      const counts = new Map<string, number>()
      for (const row of rows.filter(({ target }) => target === field.name)) {
        for (const option of unknownOptions(field, row.value)) counts.set(option, (counts.get(option) ?? 0) + row.count)
      }
      return {
        field: field.name,
        label: field.label,
        options: [...counts].map(([option, count]) => ({ option, count })),
      }
    })
  return ok(found.filter(({ options }) => options.length > 0))
}

export type RefusedRow = { line: number; cells: string[]; kind: RowKind; issues: RowIssue[] }

/** The rows that were or would be refused, in batches, with the header they stand under. */
export async function streamRefused(
  db: RootDb,
  actor: Actor,
  input: { id: number },
): Promise<
  Result<{ fileName: string; header: string[]; holdsNumbers: boolean; batches: AsyncGenerator<RefusedRow[]> }>
> {
  if (!can(actor, 'people:import')) return forbidden
  const stored = await loadImport(db, actor.schoolId, input.id)
  if (!stored || stored.cleared) return notFound
  const batches = db.stream<RefusedRow>(
    `SELECT r.line, r.cells, v.kind, coalesce(r.issues, '[]') || coalesce(v.issues, '[]')
         || coalesce((SELECT jsonb_agg(i) FROM import_tie t, jsonb_array_elements(t.issues) i WHERE t.import_id = r.import_id AND t.line = r.line), '[]') AS issues
     FROM import_verdict v JOIN import_row r ON r.import_id = v.import_id AND r.line = v.line
     WHERE v.import_id = $1 AND v.kind IN ('wrong', 'duplicate', 'left') ORDER BY r.line`,
    [stored.id],
    500,
  )
  const holdsNumbers = (stored.targets ?? []).some((target) => target !== null && isPersonalNumber(target))
  return ok({ fileName: stored.fileName, header: stored.header, holdsNumbers, batches })
}
