import { randomUUID } from 'node:crypto'
import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises'
import path from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { Sql } from '@/infra/db'
import { assertRoom } from '@/infra/disk-space'
import { env } from '@/infra/env'
import { newFile } from '@/infra/new-file'
import { codeOf } from '@/infra/system-error'

const folderName = 'imports'
const folder = () => path.join(env().dataDir, folderName)
const nameOf = (importId: number) => `import-${importId}`

/** The most a file may have, in bytes. */
export const uploadLimit = (): number => env().uploadLimit

/** Where the file of an import is kept, by a name of ours. */
export const fileOf = (importId: number): string => path.join(folder(), nameOf(importId))

/** The files that imports may still read, by their paths in the data dir. */
export async function filesInUse(sql: Sql): Promise<string[]> {
  const imports = await sql<{ id: number }>('SELECT id FROM import WHERE cleared_at IS NULL ORDER BY id')
  return imports.map(({ id }) => `${folderName}/${nameOf(id)}`)
}

/** Whether a path in the data dir is that of an import's file. */
export const isImportFile = (name: string): boolean => /^imports\/import-\d{1,10}$/.test(name)

class TooLarge extends Error {}

/**
 * Writes what comes to a draft in the data dir, no further than the limit; undefined when there is more. `expected`: the size of
 * all that comes, in bytes, where it is known.
 * @throws NoRoomError before anything is read, when the disk has no room for it
 */
export async function keepDraft(
  chunks: AsyncIterable<Uint8Array>,
  limit: number,
  expected = 0,
): Promise<string | undefined> {
  if (expected > limit) return undefined
  await assertRoom(folder(), expected)
  await mkdir(folder(), { recursive: true, mode: 0o700 })
  const draft = path.join(folder(), `draft-${randomUUID()}`)
  let size = 0
  try {
    await pipeline(
      chunks,
      async function* (source: AsyncIterable<Uint8Array>) {
        for await (const chunk of source) {
          size += chunk.byteLength
          if (size > limit) throw new TooLarge()
          yield chunk
        }
      },
      await newFile(draft),
    )
    return draft
  } catch (error) {
    await rm(draft, { force: true })
    if (error instanceof TooLarge) return undefined
    throw error
  }
}

export const adoptDraft = (draft: string, importId: number): Promise<void> => rename(draft, fileOf(importId))

/** For how long nothing was written to a file that a kill left, or its import was not there yet, in milliseconds. */
const stillFor = 30 * 60_000

/**
 * Deletes what a kill left of uploads: drafts that nobody writes to any more, and files whose import never came to be, or
 * was cleared.
 */
export async function clearLeftFiles(sql: Sql, now = Date.now()): Promise<void> {
  const still: string[] = []
  for (const name of await readdir(folder()).catch(() => [])) {
    if (!/^(draft-|import-\d)/.test(name)) continue
    const file = await stat(path.join(folder(), name)).catch((error: unknown) => {
      if (codeOf(error) === 'ENOENT') return undefined
      throw error
    })
    if (file && now - file.mtimeMs > stillFor) still.push(name)
  }
  if (still.length === 0) return
  const kept = new Set(await filesInUse(sql))
  for (const name of still) if (!kept.has(`${folderName}/${name}`)) await dropFile(path.join(folder(), name))
}

export const dropFile = (file: string): Promise<void> => rm(file, { force: true })
