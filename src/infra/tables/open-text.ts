import { bytesOf } from './bytes'
import { delimitedRows } from './delimited'
import { delimiterOf } from './delimiter'
import { decoded, encodingOf } from './encoding'
import { withHeader } from './header'
import { otherByText } from './other-file'
import { type Table, TableError, type TableLimits } from './table'

/** How many characters the delimiter is told by. */
const sniffed = 64 * 1024

/** Reads the text once: what is no text is refused before any row, and the beginning is answered. */
async function lookThrough(text: AsyncIterable<string>): Promise<string> {
  let start = ''
  for await (const chunk of text) {
    if (chunk.includes('\0')) throw new TableError({ kind: 'not_a_table', looksLike: 'binary' })
    if (start.length < sniffed) start += chunk.slice(0, sniffed)
  }
  const looksLike = otherByText(start)
  if (looksLike) throw new TableError({ kind: 'not_a_table', looksLike })
  return start
}

async function* without(text: AsyncIterable<string>, skip: number): AsyncGenerator<string> {
  let left = skip
  for await (const chunk of text) {
    yield chunk.slice(left)
    left = Math.max(0, left - chunk.length)
  }
}

async function openText(open: () => AsyncIterable<string>, format: 'csv' | 'text', limits: TableLimits) {
  const { delimiter, skip } = delimiterOf(await lookThrough(open()))
  const rows = () => delimitedRows(without(open(), skip), delimiter, skip > 0 ? 2 : 1, limits)
  return { format, sheet: '', sheets: [], ...(await withHeader(rows(), rows, limits)) }
}

/** @throws TableError */
export async function openTextFile(path: string, start: Uint8Array, limits: TableLimits): Promise<Table> {
  const bytes = () => bytesOf(path, limits.size)
  const encoding = await encodingOf(start, bytes, limits.line)
  return openText(() => decoded(bytes(), encoding), 'csv', limits)
}

/** @throws TableError */
export async function openPasted(text: string, limits: TableLimits): Promise<Table> {
  if (Buffer.byteLength(text) > limits.size) throw new TableError({ kind: 'too_large', limit: limits.size })
  const chunk = 64 * 1024
  async function* open() {
    for (let at = 0; at < text.length; at += chunk) yield text.slice(at, at + chunk)
  }
  return openText(open, 'text', limits)
}
