import { randomUUID } from 'node:crypto'
import { type FileHandle, mkdir, open, unlink } from 'node:fs/promises'
import path from 'node:path'
import { env } from './env'

/** How much of one answer waits in memory before the rest goes to a file, and how much of all answers, in bytes. */
const [inMemory, inMemoryOfAll] = [1024 * 1024, 32 * 1024 * 1024]
/** How much is read from the file at once. */
const piece = 64 * 1024

// Next may hold this module more than once in a process.
const held = globalThis as { mingceSpooled?: { memory: number; disk: number } }
held.mingceSpooled ??= { memory: 0, disk: 0 }
const spooled = held.mingceSpooled

/** What waits to be read, of all answers of this process, in bytes. */
export const spooledBytes = (): Readonly<typeof spooled> => spooled

/** A file without a name: it is gone when it is closed, however the process ends. */
async function openFile(): Promise<FileHandle> {
  const folder = path.join(env().dataDir, 'spool')
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const name = path.join(folder, randomUUID())
  const file = await open(name, 'wx+', 0o600)
  await unlink(name)
  return file
}

/**
 * Takes in a source as fast as it gives, and hands it on as fast as it is read: what makes the source is free long before
 * a slow reader has all of it. What waits is held in memory, then in a file; where the disk has no room left, the source
 * waits for the reader.
 */
export class Spool {
  /** What came first waits here; what came later, in the file. */
  readonly #waiting: Uint8Array[] = []
  #inMemory = 0
  #file: FileHandle | undefined
  #written = 0
  #read = 0
  #end: { error?: unknown } | undefined
  #isClosed = false
  #wakeReader: (() => void) | undefined
  #wakeWriter: (() => void) | undefined

  /** `onTaken`: called once, when the source has given all, has failed, or was ended. */
  constructor(
    private readonly source: AsyncIterator<Uint8Array>,
    onTaken: () => void,
  ) {
    this.#takeIn()
      .then(
        () => ({}),
        (error: unknown) => ({ error }),
      )
      .then((end) => {
        this.#end = end
        onTaken()
        this.#wakeReader?.()
      })
  }

  /** The next of it; undefined at the end. @throws what the source threw, behind all that it gave */
  async next(): Promise<Uint8Array | undefined> {
    for (;;) {
      const chunk = this.#fromMemory() ?? (await this.#fromFile())
      this.#wakeWriter?.()
      if (chunk) return chunk
      if (this.#isClosed) return undefined
      if (this.#end) {
        const { error } = this.#end
        await this.close()
        if (error !== undefined) throw error
        return undefined
      }
      await new Promise<void>((resolve) => {
        this.#wakeReader = resolve
        // The writer may wait for a reader that waits.
        this.#wakeWriter?.()
      })
      this.#wakeReader = undefined
    }
  }

  /** Forgets what was not read. Whoever closes ends the source. */
  async close(): Promise<void> {
    if (this.#isClosed) return
    this.#isClosed = true
    spooled.memory -= this.#inMemory
    spooled.disk -= this.#written
    this.#waiting.length = 0
    this.#wakeWriter?.()
    this.#wakeReader?.()
    await this.#file?.close().catch(() => {})
  }

  #fromMemory(): Uint8Array | undefined {
    const chunk = this.#waiting.shift()
    if (!chunk) return undefined
    this.#inMemory -= chunk.byteLength
    spooled.memory -= chunk.byteLength
    return chunk
  }

  async #fromFile(): Promise<Uint8Array | undefined> {
    if (!this.#file || this.#read === this.#written || this.#isClosed) return undefined
    const size = Math.min(piece, this.#written - this.#read)
    const { bytesRead, buffer } = await this.#file.read(Buffer.allocUnsafe(size), 0, size, this.#read)
    this.#read += bytesRead
    return buffer.subarray(0, bytesRead)
  }

  async #takeIn(): Promise<void> {
    for (;;) {
      const next = await this.source.next()
      if (next.done) return
      while (!this.#isClosed && !(await this.#keep(next.value))) {
        await new Promise<void>((resolve) => {
          this.#wakeWriter = resolve
        })
        this.#wakeWriter = undefined
      }
      this.#wakeReader?.()
      if (this.#isClosed) return
    }
  }

  /** Keeps a chunk; false: there is no room. */
  async #keep(chunk: Uint8Array): Promise<boolean> {
    const size = chunk.byteLength
    const isFileRead = this.#read === this.#written
    const fits = this.#inMemory + size <= inMemory && spooled.memory + size <= inMemoryOfAll
    if (isFileRead && (fits || (this.#wakeReader && this.#waiting.length === 0))) {
      this.#waiting.push(chunk)
      this.#inMemory += size
      spooled.memory += size
      return true
    }
    if (spooled.disk + size > env().spoolLimit) return false
    await this.#write(chunk)
    return true
  }

  async #write(chunk: Uint8Array): Promise<void> {
    this.#file ??= await openFile()
    if (this.#isClosed) return void (await this.#file.close().catch(() => {}))
    if (this.#read === this.#written && this.#written > 0) {
      await this.#file.truncate(0)
      spooled.disk -= this.#isClosed ? 0 : this.#written
      this.#read = this.#written = 0
    }
    await this.#file.write(chunk, 0, chunk.byteLength, this.#written)
    if (this.#isClosed) return
    this.#written += chunk.byteLength
    spooled.disk += chunk.byteLength
  }
}
