import type { Db } from '@/infra/db'
import type { CellIssue, CellReason } from '@/infra/tables/table'
import { Values } from '@/infra/values'
import type { Actor } from '../../actor'
import { notFound, ok, type Result } from '../../errors'
import { countMissing } from './archive'
import { guardianColumns, rowChecker, rowColumns } from './check-row'
import { withReady } from './commands'
import { resolve } from './resolve'
import { countKinds, type Stored, scopeOf } from './scope'
import { keepMissing } from './shown'
import { withFixes } from './stage'

const cellReasons: CellReason[] = ['digits_lost', 'formula_without_value', 'error_value', 'beyond_header']

/** Rows of the import whose key is one of these: what is said of them hangs together. */
const rowsOfKeys = async (tx: Db, id: number, keys: (string | null)[]): Promise<number[]> =>
  (
    await tx.sql<{ line: number }>('SELECT line FROM import_row WHERE import_id = $1 AND key = ANY($2::text[])', [
      id,
      keys.filter((key) => key !== null),
    ])
  ).map(({ line }) => line)

async function insert(
  tx: Db,
  table: string,
  columns: Record<string, string>,
  importId: number,
  row: object,
): Promise<void> {
  const values = new Values()
  const cells = Object.entries(columns).map(([name, type]) => `${values.add(Reflect.get(row, name) ?? null)}::${type}`)
  await tx.sql(
    `INSERT INTO ${table} (import_id, ${Object.keys(columns).join(', ')}) VALUES (${importId}, ${cells.join(', ')})`,
    values.list,
  )
}

/** Looks at some lines again, and counts. */
async function judge(tx: Db, stored: Stored, lines: readonly number[]): Promise<void> {
  const { scope } = await scopeOf(tx, stored)
  await resolve(tx.sql, scope, lines)
  if (scope.settings.mode === 'sync') await keepMissing(tx.sql, scope)
  const gone = scope.settings.mode === 'sync' ? await countMissing(tx.sql, scope) : {}
  const counts = { ...stored.counts, ...(await countKinds(tx, stored.id)), ...gone }
  await tx.sql('UPDATE import SET counts = $2::jsonb, touched_at = now() WHERE id = $1', [
    stored.id,
    JSON.stringify(counts),
  ])
}

/** Puts cells of a row right, by the column's position; null goes back to what the file has. The row is checked again. */
export function fixRow(
  db: Db,
  actor: Actor,
  input: { id: number; line: number; cells: Record<string, string | null> },
): Promise<Result<null>> {
  const { id, line } = input
  return withReady(db, actor, id, async (tx, stored) => {
    const [row] = await tx.sql<{
      cells: string[]
      key: string | null
      fixes: Record<string, string>
      before: Record<string, string>
      untrusted: CellIssue[]
    }>(
      `SELECT r.cells, r.key, coalesce(f.cells, '{}') AS fixes, coalesce(f.original, '{}') AS before,
         coalesce(f.untrusted, (SELECT jsonb_agg(i) FROM jsonb_array_elements(r.issues) i WHERE i ->> 'reason' = ANY($3::text[])), '[]') AS untrusted
       FROM import_row r LEFT JOIN import_fix f ON f.import_id = r.import_id AND f.line = r.line
       WHERE r.import_id = $1 AND r.line = $2`,
      [id, line, cellReasons],
    )
    if (!row) return notFound
    const original = { ...row.before }
    const fixes = { ...row.fixes }
    for (const [at, text] of Object.entries(input.cells)) {
      if (!/^\d{1,3}$/.test(at) || Number(at) >= row.cells.length) continue
      original[at] ??= row.cells[Number(at)] ?? ''
      if (text === null) delete fixes[at]
      else fixes[at] = text.slice(0, 32_767)
    }
    await tx.sql(
      `INSERT INTO import_fix (import_id, line, cells, original, untrusted) VALUES ($1, $2, $3::jsonb, $4::jsonb, $5::jsonb)
       ON CONFLICT (import_id, line) DO UPDATE SET cells = excluded.cells, original = excluded.original`,
      [id, line, JSON.stringify(fixes), JSON.stringify(original), JSON.stringify(row.untrusted)],
    )
    const { scope } = await scopeOf(tx, stored)
    const cells = withFixes(
      { line, cells: row.cells.map((cell, at) => original[at] ?? cell), issues: row.untrusted },
      fixes,
    )
    const staged = rowChecker(scope)(cells)
    for (const table of ['import_row', 'import_guardian'])
      await tx.sql(`DELETE FROM ${table} WHERE import_id = $1 AND line = $2`, [id, line])
    await insert(tx, 'import_row', rowColumns, id, staged.row)
    for (const guardian of staged.guardians) await insert(tx, 'import_guardian', guardianColumns, id, guardian)
    const key = typeof staged.row.key === 'string' ? staged.row.key : null
    await judge(tx, stored, [line, ...(await rowsOfKeys(tx, id, [row.key, key]))])
    return ok(null)
  })
}

/** Says whether rows that are likely duplicates are to be added all the same. */
export function wantRows(
  db: Db,
  actor: Actor,
  input: { id: number; lines: number[]; wanted: boolean },
): Promise<Result<null>> {
  const { id, lines, wanted } = input
  return withReady(db, actor, id, async (tx, stored) => {
    await tx.sql(
      `INSERT INTO import_fix (import_id, line, is_wanted) SELECT r.import_id, r.line, $3 FROM import_row r WHERE r.import_id = $1 AND r.line = ANY($2::int[])
       ON CONFLICT (import_id, line) DO UPDATE SET is_wanted = excluded.is_wanted`,
      [id, lines, wanted],
    )
    await judge(tx, stored, lines)
    return ok(null)
  })
}
