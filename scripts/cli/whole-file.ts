import { readdir, rename, rm, stat } from 'node:fs/promises'
import { hostname } from 'node:os'
import path from 'node:path'
import type { Writable } from 'node:stream'
import { BackupError } from '../../src/infra/backup/manifest'
import { assertRoom, NoRoomError } from '../../src/infra/disk-space'
import { env } from '../../src/infra/env'
import { newFile } from '../../src/infra/new-file'
import { codeOf, reasonOf } from '../../src/infra/system-error'
import { isAbandoned, noteUnfinished } from '../../src/infra/unfinished'
import { CommandError } from './run'
import { Stopped, untilStopped } from './stop'

const noFolder = 'there is no such folder'

/**
 * Has a file written, for this user alone, which is there whole or not at all.
 * @param least how much it will be at the least, in bytes, where that is known
 */
export async function wholeFile<T>(file: string, write: (into: Writable) => Promise<T>, least = 0): Promise<T> {
  const draft = `${file}.${hostname()}-${process.pid}.part`
  let forget = async () => {}
  try {
    const there = await stat(file).catch(() => undefined)
    if (there?.isDirectory()) throw new CommandError(`${file} was not written: it is a folder`)
    await removeDeadDrafts(file)
    await assertRoom(path.dirname(path.resolve(file)), least)
    forget = await noteUnfinished(env().dataDir, file, draft)
    const into = await newFile(draft, { flush: true })
    const value = await untilStopped(() => write(into))
    await rename(draft, file)
    return value
  } catch (error) {
    await rm(draft, { force: true }).catch(() => undefined)
    if ([BackupError, CommandError, Stopped].some((kind) => error instanceof kind)) throw error
    const reason = error instanceof NoRoomError ? error.message : reasonOf(error)
    throw new CommandError(`${file} was not written: ${codeOf(error) === 'ENOENT' ? noFolder : reason}`)
  } finally {
    await forget()
  }
}

/** Removes what killed runs left beside the same target. It holds personal data, and nobody else would look for it. */
async function removeDeadDrafts(file: string): Promise<void> {
  const [folder, start] = [path.dirname(file), `${path.basename(file)}.`]
  for (const name of await readdir(folder).catch(() => [])) {
    const [, host, pid] = (name.startsWith(start) && /^(.+)-(\d+)\.part$/.exec(name.slice(start.length))) || []
    if (host === undefined) continue
    const draft = path.join(folder, name)
    if (await isAbandoned({ draft, host, pid: Number(pid) })) await rm(draft, { force: true })
  }
}
