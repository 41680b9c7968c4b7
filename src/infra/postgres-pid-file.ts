import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { readdir, readFile, rename, rm, stat } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import { codeOf } from './system-error'

const run = promisify(execFile)

/** What a running server writes of itself. `ready` is false while it starts, recovers or stops. */
export type Postmaster = { pid: number; port: number; ready: boolean; stopping: boolean }

const pidFile = (cluster: string) => path.join(cluster, 'postmaster.pid')

/** What `postmaster.pid` says, be it true or left over; undefined without one, or while it is being written. */
export async function readPidFile(cluster: string): Promise<Postmaster | undefined> {
  const text = await readFile(pidFile(cluster), 'utf8').catch((error) => {
    if (codeOf(error) === 'ENOENT') return ''
    throw error
  })
  return parse(text)
}

/** The number in `postmaster.pid`, for a process that ends now; undefined when there is none. */
export function readPidFileNow(cluster: string): number | undefined {
  try {
    return parse(readFileSync(pidFile(cluster), 'utf8'))?.pid
  } catch {
    return undefined
  }
}

function parse(text: string): Postmaster | undefined {
  const lines = text.split('\n')
  const [pid, port] = [Number(lines[0]), Number(lines[3])]
  const state = lines[7]?.trim()
  return pid > 0 ? { pid, port: port || 0, ready: state === 'ready', stopping: state === 'stopping' } : undefined
}

/** The live server of the cluster, if there is one: a process of that number which runs on that folder. */
export async function findPostmaster(cluster: string): Promise<Postmaster | undefined> {
  const found = await readPidFile(cluster)
  return found && (await commandLine(found.pid)).includes(` ${cluster} `) ? found : undefined
}

/**
 * Takes away a `postmaster.pid` whose number now belongs to an unrelated process or to a dead one that nobody reaped: the
 * server would take that for itself and not start. One whose process is gone stays, for the server checks it thoroughly.
 */
export async function dropMisleadingPidFile(cluster: string): Promise<void> {
  const found = await readPidFile(cluster)
  if (!found) return dropEmptyPidFile(cluster)
  if ((await findPostmaster(cluster)) || !exists(found.pid)) return
  const aside = `${pidFile(cluster)}.${process.pid}`
  await rename(pidFile(cluster), aside).catch(() => undefined)
  const moved = parse(await readFile(aside, 'utf8').catch(() => ''))
  // Another starter may have put a true one there since.
  if (moved && moved.pid !== found.pid) await rename(aside, pidFile(cluster))
  else await rm(aside, { force: true })
}

/** A starting server fills the file it has made at once: one that stays empty was cut off by a power cut. */
async function dropEmptyPidFile(cluster: string): Promise<void> {
  const about = await stat(pidFile(cluster)).catch(() => undefined)
  if (about?.size !== 0 || Date.now() - about.mtimeMs < 2_000 || (await isServed(cluster))) return
  await rm(pidFile(cluster), { force: true })
}

/** Whether any process runs on the cluster, whatever its pid file says. */
async function isServed(cluster: string): Promise<boolean> {
  if (process.platform !== 'linux') {
    const said = await run('ps', ['-axww', '-o', 'args='], { timeout: 10_000 }).catch(() => undefined)
    return said === undefined || said.stdout.split('\n').some((line) => `${line} `.includes(` ${cluster} `))
  }
  for (const name of await readdir('/proc'))
    if (/^\d+$/.test(name) && (await commandLine(Number(name))).includes(` ${cluster} `)) return true
  return false
}

/** Whether a process of that number exists, whoever's it is. */
export function exists(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return codeOf(error) === 'EPERM'
  }
}

/** Whether a process of that number runs: one that ended, and was not reaped yet, exists only. */
export function runs(pid: number): boolean {
  if (!exists(pid)) return false
  try {
    // The name in brackets may hold anything; the state is the first field behind it.
    return !readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.startsWith('Z')
  } catch {
    return true // no Linux
  }
}

/** The command line of a process, each argument between spaces; '' when it is gone or a zombie. */
async function commandLine(pid: number): Promise<string> {
  if (process.platform === 'linux') {
    const said = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')
    return said.replaceAll('\0', ' ')
  }
  return run('ps', ['-ww', '-o', 'args=', '-p', String(pid)], { timeout: 10_000 }).then(
    ({ stdout }) => `${stdout.trimEnd()} `,
    () => '',
  )
}
