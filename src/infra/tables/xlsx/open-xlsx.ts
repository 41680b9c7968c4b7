import { withHeader } from '../header'
import { type OtherFile, type Table, TableError, type TableLimits, type TableNote, type TableRow } from '../table'
import { type Merge, readMerges } from './merges'
import { type Shared, sheetRows } from './sheet'
import { mostOfStrings, readStrings } from './strings'
import { readStyles } from './styles'
import { mostOfDescription, readWorkbook, type Sheet, type Workbook } from './workbook'
import { openParts, type Parts } from './zip'

/** What a package is that is no workbook of this kind, by the parts it has. */
function otherPackage(names: ReadonlySet<string>): OtherFile | undefined {
  if (names.has('xl/workbook.bin')) return 'xls'
  if (names.has('word/document.xml')) return 'docx'
  if (names.has('mimetype') && names.has('content.xml')) return 'ods'
  return names.has('[Content_Types].xml') ? undefined : 'zip'
}

async function readShared(parts: Parts, workbook: Workbook): Promise<Shared> {
  const { from1904, styles, sharedStrings } = workbook
  return {
    from1904,
    strings: sharedStrings ? await readStrings(parts.read(sharedStrings, mostOfStrings)) : [],
    formats: styles ? await readStyles(parts.read(styles, mostOfDescription)) : [],
  }
}

/** The rows with the value of a range that is merged downwards in each of its rows. */
async function* filledIn(rows: AsyncIterable<TableRow[]>, merges: readonly Merge[]): AsyncGenerator<TableRow[]> {
  let next = 0
  /** By column: a file whose ranges overlap holds no more of them than it has columns. */
  const open = new Map<number, { last: number; text: string }>()
  for await (const batch of rows) {
    for (const { line, cells } of batch) {
      for (const [column, { last, text }] of open) {
        if (last < line) {
          open.delete(column)
          continue
        }
        while (cells.length <= column) cells.push('')
        if (cells[column] === '') cells[column] = text
      }
      for (let merge = merges[next]; merge && merge.first <= line; merge = merges[++next]) {
        const text = merge.first === line ? (cells[merge.column] ?? '') : ''
        if (text !== '') open.set(merge.column, { last: merge.last, text })
      }
    }
    yield batch
  }
}

type Opened = { path: string; parts: Parts; shared: Shared }

async function openSheet({ path, parts, shared }: Opened, sheet: Sheet, limits: TableLimits) {
  // The whole sheet is unpacked once before a row of it is read: a bomb or a damaged file is known by then.
  const merges = await readMerges(parts.read(sheet.part))
  const rows = (from: Parts) => filledIn(sheetRows(from.read(sheet.part), shared, limits), merges)
  async function* again(): AsyncGenerator<TableRow[]> {
    const opened = await openParts(path, limits)
    try {
      yield* rows(opened)
    } finally {
      opened.close()
    }
  }
  return withHeader(rows(parts), again, limits)
}

/** The first of the sheets that holds anything. */
async function openFirst(opened: Opened, sheets: readonly Sheet[], limits: TableLimits) {
  for (const sheet of sheets) {
    try {
      return { sheet, ...(await openSheet(opened, sheet, limits)) }
    } catch (error) {
      if (!(error instanceof TableError) || error.problem.kind !== 'empty') throw error
    }
  }
  throw new TableError({ kind: 'empty' })
}

/**
 * All that opening unpacks is of one budget, however many sheets have to be looked at.
 * @throws TableError
 */
export async function openXlsx(path: string, wanted: string | undefined, limits: TableLimits): Promise<Table> {
  const parts = await openParts(path, limits)
  try {
    const looksLike = otherPackage(parts.names)
    if (looksLike) throw new TableError({ kind: 'not_a_table', looksLike })
    const workbook = await readWorkbook(parts)
    const visible = workbook.sheets.filter(({ isVisible }) => isVisible)
    const names = visible.map(({ name }) => name)
    const chosen = wanted === undefined ? visible : visible.filter(({ name }) => name === wanted)
    if (wanted !== undefined && chosen.length === 0) throw new TableError({ kind: 'no_such_sheet', sheets: names })
    const opened = { path, parts, shared: await readShared(parts, workbook) }
    const { sheet, notes, ...table } = await openFirst(opened, chosen, limits)
    const count = workbook.sheets.length - visible.length
    const hidden: TableNote[] = count > 0 ? [{ kind: 'hidden_sheets', count }] : []
    return { format: 'xlsx', sheet: sheet.name, sheets: names, ...table, notes: [...notes, ...hidden] }
  } finally {
    parts.close()
  }
}
