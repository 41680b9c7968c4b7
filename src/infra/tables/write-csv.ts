import { escapeFormula } from './formula'
import type { SheetColumn } from './sheet-column'

/** By it a spreadsheet program knows UTF-8. */
export const byteOrderMark = '\ufeff'

/** Quoted too what some reader takes for a delimiter. */
const special = /[",;\t，\r\n]/
const number = /^-?\d+(\.\d+)?$/

const quoted = (text: string) => (special.test(text) ? `"${text.replaceAll('"', '""')}"` : text)

/**
 * A line of a CSV file by RFC 4180. What a spreadsheet program could run is escaped; the reader of ours undoes that. A
 * number of a column of numbers stays one, minus and all.
 */
export const csvLine = (cells: readonly string[], columns: readonly SheetColumn[] = []): string =>
  `${cells
    .map((cell, at) => (columns[at]?.type === 'number' && number.test(cell) ? cell : quoted(escapeFormula(cell))))
    .join(',')}\r\n`

/** A CSV file in pieces, titles first. */
export async function* csvText(
  columns: readonly SheetColumn[],
  batches: AsyncIterable<string[][]>,
): AsyncGenerator<string> {
  yield byteOrderMark + csvLine(columns.map(({ title }) => title))
  for await (const rows of batches) yield rows.map((cells) => csvLine(cells, columns)).join('')
}
