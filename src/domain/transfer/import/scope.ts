import type { Sql } from '@/infra/db'
import { loadFields } from '../../fields/queries'
import type { PersonRole } from '../../people/schema'
import type { Scope } from './plan'
import { type ImportCounts, type ImportSettings, type ImportState, rowKinds } from './schema'

type Sqls = { readonly sql: Sql }

/** An import as its jobs and commands need it. */
export type Stored = {
  id: number
  schoolId: number
  role: PersonRole
  fileName: string
  state: ImportState
  settings: ImportSettings
  header: string[]
  /** Null until the file was read for the first time. */
  targets: (string | null)[] | null
  fieldsVersion: number
  rows: number
  cleared: boolean
  jobId: string | null
  counts: ImportCounts
  /** How often its rows were judged. */
  judged: number
}

/** An import of the school; held until the end of the transaction if that is asked for. */
export async function loadImport(
  db: Sqls,
  schoolId: number,
  id: number,
  lock: '' | 'FOR UPDATE' = '',
): Promise<Stored | undefined> {
  const [row] = await db.sql<Stored>(
    `SELECT id, school_id AS "schoolId", role::int, file_name AS "fileName", state, settings, header, nullif(targets, '[]') AS targets,
       fields_version AS "fieldsVersion", rows, cleared_at IS NOT NULL AS cleared, job_id::text AS "jobId", counts, judged
     FROM import WHERE id = $1 AND school_id = $2 ${lock}`,
    [id, schoolId],
  )
  return row
}

/** What the statements about the import are made from, by the fields as they are now. */
export async function scopeOf(db: Sqls, stored: Stored): Promise<{ scope: Scope; fieldsNow: number }> {
  const { fields, version } = await loadFields(db, stored.schoolId)
  const { id, schoolId, role, settings, fieldsVersion } = stored
  return {
    scope: { importId: id, schoolId, role, settings, targets: stored.targets ?? [], fields, fieldsVersion },
    fieldsNow: version,
  }
}

/** How many rows of each kind there are. */
export async function countKinds(db: Sqls, importId: number): Promise<ImportCounts> {
  const rows = await db.sql<{ kind: string; count: number }>(
    'SELECT kind, count(*)::int AS count FROM import_verdict WHERE import_id = $1 GROUP BY 1',
    [importId],
  )
  return Object.fromEntries(rowKinds.map((kind) => [kind, rows.find((row) => row.kind === kind)?.count ?? 0]))
}

/** What a school took columns of those titles for before. */
export async function rememberedColumns(
  db: Sqls,
  schoolId: number,
  role: number,
): Promise<ReadonlyMap<string, string>> {
  const rows = await db.sql<{ title: string; target: string }>(
    'SELECT title, target FROM import_column WHERE school_id = $1 AND role = $2',
    [schoolId, role],
  )
  return new Map(rows.map(({ title, target }) => [title, target]))
}
