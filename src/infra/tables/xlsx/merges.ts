import { columnOf } from './reference'

/** Cells below the first of a merged range, in its first column, show what the first holds. */
export type Merge = { column: number; first: number; last: number }

/** More than this are not filled in. */
const most = 20_000
/** How much behind the cells is looked at. */
const longest = 4 * 1024 * 1024

const range = /<(?:\w+:)?mergeCell\s[^>]{0,200}?ref="([A-Z]{1,3})(\d{1,7}):[A-Z]{1,3}(\d{1,7})"/g

const end = /<\/(?:\w+:)?sheetData\s*>|<(?:\w+:)?sheetData\s*\/>/

/** Reads a sheet to its end, and answers which ranges of more than one row are merged: they stand behind the cells. */
export async function readMerges(chunks: AsyncIterable<Buffer>): Promise<Merge[]> {
  let [window, isBehind] = ['', false]
  for await (const chunk of chunks) {
    // What is looked for is ASCII: bytes of other letters need not be put together.
    const text = chunk.toString('latin1')
    if (isBehind) {
      if (window.length < longest) window += text
      continue
    }
    window += text
    const found = end.exec(window)
    if (found) isBehind = true
    window = found ? window.slice(found.index) : window.slice(-64)
  }
  const merges: Merge[] = []
  for (const [, letters = '', first, last] of isBehind ? window.matchAll(range) : []) {
    const merge = { column: columnOf(letters) ?? 0, first: Number(first), last: Number(last) }
    if (merge.last > merge.first && merges.length < most) merges.push(merge)
  }
  return merges.sort((one, other) => one.first - other.first)
}
