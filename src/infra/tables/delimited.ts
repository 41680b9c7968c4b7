import { pipeline, Readable } from 'node:stream'
import { CsvError, parse } from 'csv-parse'
import { hasLostDigits } from './digits'
import { withoutEscape } from './formula'
import { type CellIssue, TableError, type TableLimits, type TableRow } from './table'

const batch = 500

function rowOf(record: readonly string[], line: number, limits: TableLimits): TableRow {
  if (record.length > limits.columns) throw new TableError({ kind: 'too_many_columns', line, limit: limits.columns })
  const issues: CellIssue[] = []
  const cells = record.map((given, column) => {
    if (given.length > limits.cell) throw new TableError({ kind: 'cell_too_long', line, column, limit: limits.cell })
    if (hasLostDigits(given)) issues.push({ column, reason: 'digits_lost', value: given })
    return withoutEscape(given)
  })
  return { line, cells, issues }
}

function problemIn(error: unknown, line: number, limits: TableLimits): unknown {
  if (!(error instanceof CsvError)) return error
  if (error.code === 'CSV_MAX_RECORD_SIZE') return new TableError({ kind: 'line_too_long', line, limit: limits.line })
  if (error.code === 'CSV_QUOTE_NOT_CLOSED') return new TableError({ kind: 'unclosed_quote', line })
  return error
}

function newlines(record: readonly string[]): number {
  let count = 0
  for (const cell of record)
    if (cell.includes('\n') || cell.includes('\r')) count += cell.match(/\r\n|\n|\r/g)?.length ?? 0
  return count
}

/**
 * The rows of delimited text by RFC 4180, taken leniently: rows may differ in length, and a quote inside a bare cell is a
 * letter. `from` is the line that the text begins with.
 * @throws TableError with the line.
 */
export async function* delimitedRows(
  text: AsyncIterable<string>,
  delimiter: string,
  from: number,
  limits: TableLimits,
): AsyncGenerator<TableRow[]> {
  // The parser runs ahead of the loop, so that it is asked where each record begins.
  const starts: number[] = []
  let [line, records] = [from, 0]
  const parser = parse({
    delimiter,
    max_record_size: limits.line,
    record_delimiter: ['\r\n', '\n', '\r'],
    relax_column_count: true,
    relax_quotes: true,
    on_record: (record) => {
      const start = line
      line += 1 + newlines(record)
      records += 1
      // Blank ones count too: millions of them are a long way to nothing.
      if (records > limits.rows * 2) throw new TableError({ kind: 'too_many_rows', limit: limits.rows })
      if (record.every((cell) => cell === '')) return null
      starts.push(start)
      return record
    },
  })
  // Errors reach the loop below by the parser; leaving the loop ends the source.
  pipeline(Readable.from(text), parser, () => {})
  let [count, rows] = [0, [] as TableRow[]]
  try {
    for await (const record of parser) {
      rows.push(rowOf(record, starts[count++] ?? line, limits))
      if (rows.length < batch) continue
      yield rows
      rows = []
    }
  } catch (error) {
    throw problemIn(error, line, limits)
  }
  if (rows.length > 0) yield rows
}
