import { randomUUID } from 'node:crypto'
import { mkdir, readdir, readFile, rm, stat, unlink, writeFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import path from 'node:path'
import { z } from 'zod'
import { runs } from './postgres-pid-file'
import { codeOf, reasonOf } from './system-error'

/** A file outside the data dir that is being written: `draft` becomes `file` once it is whole. */
const note = z.object({ file: z.string(), draft: z.string(), host: z.string(), pid: z.number().int() })
type Note = z.infer<typeof note>

/** Whoever writes, writes a byte within the hour, in milliseconds. */
const hour = 3_600_000
const folderOf = (dataDir: string) => path.join(dataDir, 'unfinished')

/**
 * Notes in the data dir that this process writes a draft, so that a run that was killed is found. A data dir that cannot
 * be written keeps nobody from a backup: then nothing is noted.
 * @returns what takes the note back
 */
export async function noteUnfinished(dataDir: string, file: string, draft: string): Promise<() => Promise<void>> {
  const place = path.join(folderOf(dataDir), `${randomUUID()}.json`)
  const made: Note = { file: path.resolve(file), draft: path.resolve(draft), host: hostname(), pid: process.pid }
  try {
    // Only beside a site: a mistyped data dir is made by nobody.
    await mkdir(folderOf(dataDir), { mode: 0o700 }).catch((error) => {
      if (codeOf(error) !== 'EEXIST') throw error
    })
    await writeFile(place, JSON.stringify(made), { mode: 0o600, flag: 'wx' })
  } catch {
    await rm(place, { force: true }).catch(() => undefined)
  }
  return () => rm(place, { force: true }).catch(() => undefined)
}

/** Whether nobody writes the draft any more. A number may be another process's by now, and another machine tells nothing. */
export async function isAbandoned({ draft, host, pid }: Pick<Note, 'draft' | 'host' | 'pid'>): Promise<boolean> {
  if (host === hostname() && !runs(pid)) return true
  const written = await stat(draft).catch(() => undefined)
  return written !== undefined && Date.now() - written.mtimeMs > hour
}

/** A file that was never written to its end. `left`: why its draft is still there. */
export type Unfinished = { file: string; left?: string }

/** Removes the drafts of runs that were killed. Each is told to one of those who look at once. */
export async function clearUnfinished(dataDir: string): Promise<Unfinished[]> {
  const found: Unfinished[] = []
  for (const name of await readdir(folderOf(dataDir)).catch(() => [])) {
    const place = path.join(folderOf(dataDir), name)
    const made = await readNote(place)
    if (!made || !(await isAbandoned(made))) continue
    const left = await remove(made.draft)
    if (left !== undefined) found.push({ file: made.file, left })
    else if (await wasThere(place)) found.push({ file: made.file })
  }
  return found
}

/** Undefined: gone meanwhile, another user's, or cut short by a full disk, and then of no use. */
async function readNote(place: string): Promise<Note | undefined> {
  const text = await readFile(place, 'utf8').catch(() => undefined)
  if (text === undefined) return undefined
  try {
    return note.parse(JSON.parse(text))
  } catch {
    const age = Date.now() - ((await stat(place).catch(() => undefined))?.mtimeMs ?? Date.now())
    if (age > hour) await rm(place, { force: true }).catch(() => undefined)
    return undefined
  }
}

/** @returns why the draft could not be removed, or undefined */
async function remove(draft: string): Promise<string | undefined> {
  // A disk that is not there now may come back with the draft on it.
  if (!(await stat(path.dirname(draft)).catch(() => undefined))) return 'its folder is not there'
  return rm(draft, { force: true }).then(() => undefined, reasonOf)
}

const wasThere = (place: string): Promise<boolean> =>
  unlink(place).then(
    () => true,
    () => false,
  )
