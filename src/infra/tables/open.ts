import { holdsText, startOf } from './bytes'
import { openPasted, openTextFile } from './open-text'
import { isCompound, isZip, otherByBytes } from './other-file'
import {
  type Table,
  TableError,
  type TableLimits,
  type TableProblem,
  type TableResult,
  type TableSource,
  tableLimits,
} from './table'
import { openXlsx } from './xlsx/open-xlsx'

async function open(source: TableSource, sheet: string | undefined, limits: TableLimits): Promise<Table> {
  if ('text' in source) return openPasted(source.text, limits)
  const start = await startOf(source.path, limits.size)
  if (isZip(start)) return openXlsx(source.path, sheet, limits)
  // A workbook with a password is a compound file, as the workbooks of old are.
  if (isCompound(start) && (await holdsText(source.path, 'EncryptedPackage', limits.size)))
    throw new TableError({ kind: 'encrypted' })
  const looksLike = otherByBytes(start)
  if (looksLike) throw new TableError({ kind: 'not_a_table', looksLike })
  return openTextFile(source.path, start, limits)
}

/** The problem that reading a table ended with; undefined for an error of another kind. */
export const problemOf = (error: unknown): TableProblem | undefined =>
  error instanceof TableError ? error.problem : undefined

/**
 * Opens a CSV file (UTF-8, UTF-16 with its mark, GB18030; comma, semicolon, tab), an XLSX workbook, or a pasted block: what
 * it is is told by its content, whatever its name. The whole file is looked at before this answers, so that most problems
 * are found before the first row. Of a workbook the first visible sheet that holds anything is read, or the one named.
 * @throws whatever the file system says of a file that cannot be read
 */
export async function openTable(
  source: TableSource,
  options: { sheet?: string; limits?: Partial<TableLimits> } = {},
): Promise<TableResult> {
  try {
    return { ok: true, table: await open(source, options.sheet, { ...tableLimits, ...options.limits }) }
  } catch (error) {
    const problem = problemOf(error)
    if (problem) return { ok: false, problem }
    throw error
  }
}
