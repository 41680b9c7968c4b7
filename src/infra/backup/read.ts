import { crc32 } from 'node:zlib'
import { type Entry, openPromise, type ZipFile } from 'yauzl'
import { codeOf } from '../system-error'
import { BackupError, fileEntry, type Manifest, manifest, manifestEntry, secretEntry, tableEntry } from './manifest'

export type Backup = {
  manifest: Manifest
  /** Of all that is in it, unpacked, in bytes. */
  size: number
  /** An entry, unpacked while it is read. */
  read(name: string): AsyncGenerator<Uint8Array>
  close(): void
}

const foreign = new BackupError('the file is no backup of Mingce, or was cut short')
const damaged = new BackupError('the backup is damaged')
const largestManifest = 10_000_000

/**
 * Opens a backup; nothing but its manifest is read.
 * @throws BackupError
 */
export async function openBackup(file: string): Promise<Backup> {
  const zip = await openPromise(file, { autoClose: false, lazyEntries: true }).catch((error) => {
    throw codeOf(error).startsWith('E') ? new BackupError(`${file} cannot be read: ${codeOf(error)}`) : foreign
  })
  try {
    const entries = new Map<string, Entry>()
    for await (const entry of zip.eachEntry()) entries.set(entry.fileName, entry)
    const read = (name: string) => unpack(zip, entries.get(name))
    const known = await readManifest(entries.get(manifestEntry), read)
    for (const name of entriesOf(known)) if (!entries.has(name)) throw damaged
    const size = entriesOf(known).reduce((sum, name) => sum + (entries.get(name)?.uncompressedSize ?? 0), 0)
    return { manifest: known, size, read, close: () => zip.close() }
  } catch (error) {
    zip.close()
    throw error instanceof BackupError ? error : foreign
  }
}

/**
 * Reads a backup to its end, each entry against its checksum.
 * @throws BackupError
 */
export async function checkBackup(backup: Backup, onProgress: (done: number, total: number) => void): Promise<void> {
  const names = entriesOf(backup.manifest)
  for (const [done, name] of names.entries()) {
    onProgress(done + 1, names.length)
    for await (const _ of backup.read(name));
  }
}

export async function textOf(bytes: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = []
  for await (const chunk of bytes) chunks.push(chunk)
  return Buffer.concat(chunks).toString('utf8')
}

const entriesOf = ({ tables, files, secret }: Manifest): string[] => [
  ...(secret?.isHere ? [secretEntry] : []),
  ...tables.map(({ name }) => tableEntry(name)),
  ...files.map(fileEntry),
]

async function readManifest(entry: Entry | undefined, read: Backup['read']): Promise<Manifest> {
  if (!entry || entry.uncompressedSize > largestManifest) throw foreign
  const content: unknown = JSON.parse(await textOf(read(manifestEntry)))
  const parsed = manifest.safeParse(content)
  if (parsed.success) return parsed.data
  const isNewer = manifest.pick({ format: true }).safeParse(content).success
  throw isNewer ? new BackupError('the backup was made by a newer Mingce: update Mingce') : foreign
}

async function* unpack(zip: ZipFile, entry: Entry | undefined): AsyncGenerator<Uint8Array> {
  if (!entry) throw damaged
  let sum = 0
  try {
    const stream: AsyncIterable<Buffer> = await zip.openReadStreamPromise(entry)
    for await (const chunk of stream) {
      sum = crc32(chunk, sum)
      yield chunk
    }
  } catch {
    throw damaged
  }
  if (sum !== entry.crc32) throw damaged
}
