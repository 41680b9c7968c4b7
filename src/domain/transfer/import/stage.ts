import { arrayCell, type Connection, copyCell } from '@/infra/connection'
import { env } from '@/infra/env'
import { openTable, problemOf } from '@/infra/tables/open'
import type { TableProblem, TableRow } from '@/infra/tables/table'
import { loadFields } from '../../fields/queries'
import { guardianColumns, type Plan, rowChecker, rowColumns, type StagedGuardian, type StagedRow } from './check-row'
import { fileOf } from './files'
import type { Stored } from './scope'
import { rememberedColumns } from './scope'
import { matchColumns } from './targets'

/** Rows a COPY: as many are held in memory. */
const slice = 2_000

const rowLine = (importId: number, row: StagedRow): string => {
  const cells = Object.keys(rowColumns).map((name) =>
    name === 'cells' ? arrayCell(row.cells) : copyCell(Reflect.get(row, name)),
  )
  return `${importId}\t${cells.join('\t')}\n`
}
const guardianLine = (importId: number, guardian: StagedGuardian): string =>
  `${importId}\t${Object.keys(guardianColumns)
    .map((name) => copyCell(Reflect.get(guardian, name)))
    .join('\t')}\n`

type Fixes = ReadonlyMap<number, Record<string, string>>

/** The row with the cells that were put right. */
export function withFixes(row: TableRow, fixes: Record<string, string> | undefined): TableRow {
  if (!fixes) return row
  const cells = row.cells.map((cell, at) => fixes[at] ?? cell)
  return { ...row, cells, issues: row.issues.filter(({ column }) => fixes[column] === undefined) }
}

async function loadFixes(connection: Connection, importId: number): Promise<Fixes> {
  const rows = await connection.sql<{ line: number; cells: Record<string, string> }>(
    'SELECT line, cells FROM import_fix WHERE import_id = $1',
    [importId],
  )
  return new Map(rows.map(({ line, cells }) => [line, cells]))
}

export type Staging = { ok: true } | { ok: false; problem: TableProblem }

/**
 * Reads the file of an import, checks its rows and copies them to the staging tables, in the caller's transaction, in
 * place of what was staged before. A transaction with a problem has to be rolled back.
 */
export async function stage(connection: Connection, stored: Stored, said: (done: number) => void): Promise<Staging> {
  const { id, schoolId, role, settings } = stored
  const opened = await openTable({ path: fileOf(id) }, { limits: { size: env().uploadLimit } })
  if (!opened.ok) return opened
  const { header, notes, rows } = opened.table
  const { fields, version } = await loadFields(connection, schoolId)
  const targets =
    stored.targets ?? matchColumns(header, role, fields, await rememberedColumns(connection, schoolId, role))
  const plan: Plan = { role, settings, fields, targets }
  const [check, fixes] = [rowChecker(plan), await loadFixes(connection, id)]
  for (const table of ['import_row', 'import_guardian'])
    await connection.sql(`DELETE FROM ${table} WHERE import_id = $1`, [id])
  let count = 0
  let [lines, guardians]: [string[], string[]] = [[], []]
  const flush = async () => {
    await connection.copy(`COPY import_row (import_id, ${Object.keys(rowColumns).join(', ')}) FROM STDIN`, lines)
    if (guardians.length > 0)
      await connection.copy(
        `COPY import_guardian (import_id, ${Object.keys(guardianColumns).join(', ')}) FROM STDIN`,
        guardians,
      )
    count += lines.length
    ;[lines, guardians] = [[], []]
    said(count)
  }
  try {
    for await (const batch of rows) {
      for (const row of batch) {
        const staged = check(withFixes(row, fixes.get(row.line)))
        lines.push(rowLine(id, staged.row))
        for (const guardian of staged.guardians) guardians.push(guardianLine(id, guardian))
      }
      if (lines.length >= slice) await flush()
    }
    if (lines.length > 0) await flush()
  } catch (error) {
    const problem = problemOf(error)
    if (problem) return { ok: false, problem }
    throw error
  }
  // What was copied is new to the planner, who would take it for a handful of rows.
  for (const table of ['import_row', 'import_guardian']) await connection.sql(`ANALYZE ${table}`)
  await connection.sql(
    `UPDATE import SET header = $2, targets = $3::jsonb, notes = $4::jsonb, fields_version = $5, rows = $6, problem = NULL, seen = NULL WHERE id = $1`,
    [id, header, JSON.stringify(targets), JSON.stringify(notes), version, count],
  )
  return { ok: true }
}
