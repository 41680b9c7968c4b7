import { crc32 } from 'node:zlib'
import { type Entry, openPromise, type ZipFile } from 'yauzl'
import { TableError, type TableLimits } from '../table'

/** More parts than any workbook has. */
const mostParts = 5_000
/** What sheets full of one value come to is less than half of it; a bomb is near 1,000. */
const mostRatio = 150
/** Below it no ratio is looked at. */
const smallPart = 1024 * 1024

export const damaged = new TableError({ kind: 'damaged' })

/** The parts of a package by name, to be closed after use. */
export type Parts = {
  names: ReadonlySet<string>
  /**
   * A part, unpacked while it is read, up to `most` bytes; what the package says of its size is not believed.
   * @throws TableError `zip_bomb`, `damaged`, `encrypted`
   */
  read(name: string, most?: number): AsyncGenerator<Buffer>
  close(): void
}

/**
 * Opens a ZIP package. Names that point out of it are refused, as is what claims to be ZIP and is not.
 * @throws TableError `zip_bomb`, `damaged`, `encrypted`
 */
export async function openParts(path: string, limits: TableLimits): Promise<Parts> {
  const zip = await openPromise(path, { autoClose: false, lazyEntries: true }).catch(() => {
    throw damaged
  })
  try {
    const entries = await entriesOf(zip, limits)
    const { unpacked } = limits
    const budget = { left: unpacked }
    return {
      names: new Set(entries.keys()),
      read: (name, most = unpacked) => unpack(zip, entries.get(name), budget, Math.min(most, unpacked)),
      close: () => zip.close(),
    }
  } catch (error) {
    zip.close()
    throw error instanceof TableError ? error : damaged
  }
}

async function entriesOf(zip: ZipFile, limits: TableLimits): Promise<Map<string, Entry>> {
  const bomb = new TableError({ kind: 'zip_bomb', limit: limits.unpacked })
  if (zip.entryCount > mostParts) throw bomb
  const entries = new Map<string, Entry>()
  for await (const entry of zip.eachEntry()) {
    if (entry.isEncrypted()) throw new TableError({ kind: 'encrypted' })
    // A name twice is two contents for two readers.
    if (entries.has(entry.fileName)) throw damaged
    entries.set(entry.fileName, entry)
  }
  return entries
}

async function* unpack(
  zip: ZipFile,
  entry: Entry | undefined,
  budget: { left: number },
  limit: number,
): AsyncGenerator<Buffer> {
  if (!entry) throw damaged
  const most = Math.min(limit, entry.compressedSize * mostRatio + smallPart)
  let [size, sum] = [0, 0]
  try {
    const stream: AsyncIterable<Buffer> = await zip.openReadStreamPromise(entry)
    for await (const chunk of stream) {
      size += chunk.length
      budget.left -= chunk.length
      if (budget.left < 0 || size > most) throw new TableError({ kind: 'zip_bomb', limit })
      sum = crc32(chunk, sum)
      yield chunk
    }
  } catch (error) {
    throw error instanceof TableError ? error : damaged
  }
  if (sum !== entry.crc32) throw damaged
}
