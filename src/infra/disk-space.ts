import { rm, stat, statfs, writeFile } from 'node:fs/promises'
import path from 'node:path'

/** What a file system has, and has free for this user, in bytes and in files; `files` is 0 where they are not counted. */
export type Space = { total: number; free: number; files: number; freeFiles: number }

/** Below the first, in bytes, or below the share of the second, an operator is warned. */
const [leastFree, leastShare] = [500_000_000, 0.05]

/**
 * The space of the file system that the path is on, or will be on once it is made; undefined where the system does not
 * tell.
 */
export async function spaceOf(place: string): Promise<Space | undefined> {
  const found = await statfs(place).catch(() => undefined)
  if (!found) {
    const above = path.dirname(place)
    return above === place ? undefined : spaceOf(above)
  }
  const { bsize, blocks, bavail, files, ffree } = found
  return { total: blocks * bsize, free: bavail * bsize, files, freeFiles: ffree }
}

/** Whether an operator should make room soon. */
export function isLow({ total, free, files, freeFiles }: Space): boolean {
  // Some file systems count nothing, and say 0 of 0.
  if (total === 0) return false
  return free < leastFree || free < total * leastShare || (files > 0 && freeFiles < files * leastShare)
}

/** Too little room for what is to be written. Its code puts it into the table of `sql-error.ts`. */
export class NoRoomError extends Error {
  readonly code = 'ENOSPC'
}

/** Throws when so many bytes do not fit beside the path. @throws NoRoomError */
export async function assertRoom(place: string, bytes: number): Promise<void> {
  const space = await spaceOf(place)
  if (space && space.total > 0 && bytes > space.free)
    throw new NoRoomError(`the disk is too full: ${megabytes(bytes)} are needed, and ${megabytes(space.free)} are free`)
}

/** In MB (10^6 bytes), as disks are sold: needed is rounded up at one digit. */
export const megabytes = (bytes: number): string => `${(Math.ceil(bytes / 100_000) / 10).toFixed(1)} MB`

const reserve = (dataDir: string) => path.join(dataDir, 'reserve')
const reserveSize = 2 * 1024 * 1024

/**
 * Keeps a file in the data dir that can be given up: on a full disk a server takes no new connection once it has to write
 * its files for that anew, not even from whoever only reads.
 */
export async function keepReserve(dataDir: string): Promise<void> {
  const space = await spaceOf(dataDir)
  const kept = await stat(reserve(dataDir)).catch(() => undefined)
  if (kept?.size === reserveSize || !space || isLow(space)) return
  await writeFile(reserve(dataDir), Buffer.alloc(reserveSize, 1), { mode: 0o600 }).catch(() => giveUpReserve(dataDir))
}

/** Makes room for a connection. */
export const giveUpReserve = (dataDir: string): Promise<void> =>
  rm(reserve(dataDir), { force: true }).catch(() => undefined)
