import { type Table, TableError, type TableLimits, type TableNote, type TableRow } from './table'

/** Among how many rows the header is looked for. */
const lookedAt = 20

const isBlank = (cell: string) => cell === '' || cell.trim() === ''
const holdsAnything = (row: TableRow) => row.issues.length > 0 || row.cells.some((cell) => !isBlank(cell))
const filled = (row: TableRow) => row.cells.filter((cell) => !isBlank(cell)).length

/** The first row with two values is the header, below any title of the whole table; in a table of one column the first. */
async function findHeader(rows: AsyncIterable<TableRow[]>): Promise<{ header: TableRow; above: number[] } | undefined> {
  const seen: TableRow[] = []
  for await (const batch of rows) {
    seen.push(...batch.filter((row) => filled(row) > 0))
    if (seen.length >= lookedAt) break
  }
  const header = seen.slice(0, lookedAt).find((row) => filled(row) > 1) ?? seen[0]
  return header && { header, above: seen.filter(({ line }) => line < header.line).map(({ line }) => line) }
}

function duplicates(header: readonly string[]): TableNote[] {
  const columns = new Map<string, number[]>()
  header.forEach((title, column) => {
    if (title) columns.set(title, [...(columns.get(title) ?? []), column])
  })
  return [...columns].flatMap(([title, found]) =>
    found.length > 1 ? [{ kind: 'duplicate_header', title, columns: found } as const] : [],
  )
}

/** The row with as many cells as the header has; a value beyond them is said. */
function fitted(row: TableRow, width: number): TableRow {
  if (row.cells.length === width) return row
  const { line } = row
  const beyond = row.cells.flatMap((value, column) =>
    column < width || isBlank(value) ? [] : [{ column, reason: 'beyond_header', value } as const],
  )
  const issues = row.issues.filter(({ column }) => column < width)
  const cells = row.cells.slice(0, width)
  while (cells.length < width) cells.push('')
  return { line, cells, issues: [...issues, ...beyond] }
}

async function* below(rows: AsyncIterable<TableRow[]>, headerLine: number, width: number, most: number) {
  let count = 0
  for await (const batch of rows) {
    const kept = batch.filter((row) => row.line > headerLine && holdsAnything(row))
    count += kept.length
    if (count > most) throw new TableError({ kind: 'too_many_rows', limit: most })
    if (kept.length > 0) yield kept.map((row) => fitted(row, width))
  }
}

/**
 * Header and rows of a table: `first` is read to find the header, `open` each time the rows are wanted.
 * @throws TableError `empty` where no cell holds a value, and whatever the rows throw.
 */
export async function withHeader(
  first: AsyncIterable<TableRow[]>,
  open: () => AsyncIterable<TableRow[]>,
  limits: TableLimits,
): Promise<Pick<Table, 'header' | 'headerLine' | 'notes' | 'rows'>> {
  const found = await findHeader(first)
  if (!found) throw new TableError({ kind: 'empty' })
  const titles = found.header.cells.map((title) => title.trim())
  const header = titles.slice(0, titles.findLastIndex(Boolean) + 1)
  const headerLine = found.header.line
  const above: TableNote[] = found.above.length > 0 ? [{ kind: 'rows_above_header', lines: found.above }] : []
  return {
    header,
    headerLine,
    notes: [...above, ...duplicates(header)],
    rows: { [Symbol.asyncIterator]: () => below(open(), headerLine, header.length, limits.rows) },
  }
}
