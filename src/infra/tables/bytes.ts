import { createReadStream } from 'node:fs'
import { open, stat } from 'node:fs/promises'
import { TableError } from './table'

/**
 * The file in pieces, looked at while it is read: a file that grows beyond the limit is refused all the same.
 * @throws TableError `too_large`
 */
export async function* bytesOf(path: string, limit: number): AsyncGenerator<Uint8Array> {
  let size = 0
  for await (const chunk of createReadStream(path)) {
    size += chunk.length
    if (size > limit) throw new TableError({ kind: 'too_large', limit })
    yield chunk
  }
}

/**
 * The first bytes of a file.
 * @throws TableError `too_large`, `empty`; `not_a_table` for what is no file, as a device
 */
export async function startOf(path: string, limit: number): Promise<Buffer> {
  const about = await stat(path)
  if (!about.isFile()) throw new TableError({ kind: 'not_a_table', looksLike: 'binary' })
  if (about.size > limit) throw new TableError({ kind: 'too_large', limit })
  if (about.size === 0) throw new TableError({ kind: 'empty' })
  const file = await open(path)
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(4096), 0, 4096, 0)
    return buffer.subarray(0, bytesRead)
  } finally {
    await file.close()
  }
}

/** Whether the file holds the text in UTF-16, as names in a compound file are. */
export async function holdsText(path: string, text: string, limit: number): Promise<boolean> {
  const wanted = Buffer.from(text, 'utf16le')
  let window = Buffer.alloc(0)
  for await (const chunk of bytesOf(path, limit)) {
    window = Buffer.concat([window, chunk])
    if (window.includes(wanted)) return true
    window = window.subarray(-wanted.length)
  }
  return false
}
