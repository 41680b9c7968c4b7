import { access, chmod, chown, constants, cp, lstat, mkdtemp, readdir, realpath, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { assertRoom, spaceOf } from './disk-space'
import { acquireDatabase, type HeldDatabase } from './embedded-postgres'
import { isCluster } from './postgres-cluster'
import { findPostmaster, runs } from './postgres-pid-file'
import { stopServer } from './postgres-stop'
import { serverUser } from './postgres-user'

/** A server needs so much room to start, and to work through its log, in bytes. */
const roomToServe = 64 * 1024 * 1024
const prefix = 'mingce-copy-'

/**
 * Whether the database in the data dir is there, is not served, and cannot be: its disk is full or read-only. What only
 * reads goes on with a copy.
 */
export async function needsCopy(dataDir: string): Promise<boolean> {
  const cluster = path.join(dataDir, 'postgres')
  if (!(await isCluster(cluster)) || (await findPostmaster(cluster))) return false
  const space = await spaceOf(dataDir)
  const isFull = space !== undefined && space.total > 0 && space.free < roomToServe
  const isWritable = await access(dataDir, constants.W_OK).then(
    () => true,
    () => false,
  )
  return isFull || !isWritable || (space !== undefined && space.files > 0 && space.freeFiles === 0)
}

/**
 * The database in the data dir, as a copy on the disk of the system's temporary files. What is written there is lost at
 * the release.
 * @throws NoRoomError, DatabaseError
 */
export async function acquireCopy(dataDir: string, signal?: AbortSignal): Promise<HeldDatabase> {
  await clearCopies()
  await assertRoom(tmpdir(), (await sizeOf(path.join(dataDir, 'postgres'))) + roomToServe)
  const folder = await mkdtemp(path.join(tmpdir(), `${prefix}${process.pid}-`))
  const drop = () => rm(folder, { recursive: true, force: true })
  try {
    await copyInto(folder, dataDir)
    signal?.throwIfAborted()
    const database = await acquireDatabase(folder, { make: false, durable: false, ...(signal ? { signal } : {}) })
    return { ...database, release: () => database.release().finally(drop) }
  } catch (error) {
    await drop()
    throw error
  }
}

async function copyInto(folder: string, dataDir: string): Promise<void> {
  for (const name of ['postgres', 'postgres.password'])
    await cp(path.join(dataDir, name), path.join(folder, name), { recursive: true, preserveTimestamps: true })
  await rm(path.join(folder, 'postgres', 'postmaster.pid'), { force: true })
  const { owner } = await serverUser([])
  if (!owner) return
  // Root's server runs as another user, who owns its files and passes through the folder.
  await chmod(folder, 0o711)
  for (const place of await placesIn(path.join(folder, 'postgres'))) await chown(place, owner.uid, owner.gid)
}

/** A folder and all that is in it. */
async function placesIn(folder: string): Promise<string[]> {
  const names = await readdir(folder, { recursive: true })
  return [folder, ...names.map((name) => path.join(folder, name))]
}

async function sizeOf(folder: string): Promise<number> {
  let size = 0
  for (const place of await placesIn(folder)) size += (await lstat(place)).size
  return size
}

/**
 * Removes the copies, and their servers, of commands that were killed: they hold what the database holds. Everybody may
 * write in the folder for temporary files: what is another's is left alone, and a number there is believed only where a
 * server runs on that copy.
 */
export async function clearCopies(): Promise<void> {
  const all = await realpath(tmpdir()).catch(() => tmpdir())
  for (const name of await readdir(all).catch(() => [])) {
    const pid = name.startsWith(prefix) ? Number(name.slice(prefix.length).split('-')[0]) : Number.NaN
    const folder = path.join(all, name)
    if (Number.isNaN(pid) || runs(pid) || !(await isOwn(folder))) continue
    const server = await findPostmaster(path.join(folder, 'postgres')).catch(() => undefined)
    if (server) await stopServer(server.pid)
    await rm(folder, { recursive: true, force: true }).catch(() => undefined)
  }
}

/** Whether it is a folder, and this user's; where there are no users, any. */
async function isOwn(folder: string): Promise<boolean> {
  const about = await lstat(folder).catch(() => undefined)
  return about?.isDirectory() === true && (process.getuid === undefined || about.uid === process.getuid())
}
