import { formatOf, type NumberFormat } from './number-format'
import { readWhole } from './xml'

/** The formats of a workbook's cell styles, by the number that cells name them with. */
export async function readStyles(chunks: AsyncIterable<Buffer>): Promise<NumberFormat[]> {
  const codes = new Map<number, string>()
  const ids: number[] = []
  let isCellStyles = false
  await readWhole(chunks, {
    open(tag, { numFmtId, formatCode }) {
      if (tag === 'numFmt' && formatCode !== undefined) codes.set(Number(numFmtId), formatCode)
      if (tag === 'cellXfs') isCellStyles = true
      if (tag === 'xf' && isCellStyles) ids.push(Number(numFmtId ?? 0))
    },
    close(tag) {
      if (tag === 'cellXfs') isCellStyles = false
    },
  })
  return ids.map((id) => formatOf(id, codes.get(id)))
}
