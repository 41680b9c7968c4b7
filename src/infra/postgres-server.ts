import { spawn } from 'node:child_process'
import { open, readFile, stat, truncate, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Binaries } from './postgres-binaries'
import { DatabaseError } from './postgres-error'
import { dropMisleadingPidFile, exists, readPidFile, readPidFileNow } from './postgres-pid-file'
import { type ServerUser, serverEnv } from './postgres-user'

const logLimit = 1 << 20

export type ServerOptions = { binaries: Binaries; user: ServerUser; durable: boolean; logFile: string }

/**
 * Starts the server of the cluster on a free port of 127.0.0.1, in a session of its own: it outlives this process and
 * hears no Ctrl-C. Returns when it takes connections, or at once when another process was first or the port was taken
 * meanwhile; the caller looks again.
 * @returns to what it gave way, if it did
 * @throws DatabaseError with what the server said, when it cannot run
 */
export async function startServer(cluster: string, options: ServerOptions): Promise<string | undefined> {
  await dropMisleadingPidFile(cluster)
  await boundLog(options.logFile)
  const log = await open(options.logFile, 'a', 0o600)
  const { size } = await log.stat()
  try {
    const { file, args, ...ids } = options.user.command(
      options.binaries.postgres,
      settings(cluster, await freePort(), options.durable),
    )
    const child = spawn(file, args, {
      ...ids,
      cwd: '/',
      env: serverEnv,
      detached: true,
      stdio: ['ignore', log.fd, log.fd],
    })
    child.unref()
    let failed: string | undefined
    child.once('error', (error) => {
      failed = error.message
    })
    child.once('exit', (code, signal) => {
      failed ??= code === 0 ? 'stopped' : `it ended with ${signal ?? code}`
    })
    while (failed === undefined) {
      const found = await readPidFile(cluster)
      if (found?.pid === child.pid && found?.ready) return undefined
      await sleep(10)
    }
    if (failed === 'stopped') return undefined // by another process, which had taken it up and was the last
    const said = await lastWord(options.logFile, size, child.pid)
    if (/lock file|shared memory block|could not bind|could not create any TCP/.test(said)) return said
    throw new DatabaseError(`the database does not start: ${said || failed} (see ${options.logFile})`)
  } finally {
    await log.close()
  }
}

function settings(cluster: string, port: number, durable: boolean): string[] {
  const pairs: Record<string, string> = {
    listen_addresses: '127.0.0.1',
    port: String(port),
    unix_socket_directories: '',
    timezone: 'UTC',
    log_timezone: 'UTC',
    // The application logs its own errors; here they would put people's values into the file, and fill it.
    log_min_messages: 'log',
    log_error_verbosity: 'terse',
    log_checkpoints: 'off',
    ...(durable ? {} : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', autovacuum: 'off' }),
  }
  return ['-D', cluster, ...Object.entries(pairs).flatMap(([name, value]) => ['-c', `${name}=${value}`])]
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((done, fail) => {
    server.once('error', fail)
    server.listen(0, '127.0.0.1', done)
  })
  const address = server.address()
  await new Promise((done) => server.close(done))
  if (address === null || typeof address === 'string') throw new DatabaseError('no free port on 127.0.0.1')
  return address.port
}

/** The reason in what the server of that number wrote since, in one line. An old server's last backend writes there too. */
async function lastWord(logFile: string, since: number, pid: number | undefined): Promise<string> {
  const text = (await readFile(logFile)).subarray(since).toString('utf8')
  const lines = text
    .split('\n')
    .filter((line) => line !== '' && (!/ \[\d+\] /.test(line) || line.includes(` [${pid}] `)))
  const fatal = lines.findLast((line) => /(FATAL|PANIC): /.test(line)) ?? lines.at(-1) ?? ''
  return fatal.replace(/^.*?(FATAL|PANIC):\s*/, '')
}

/** Keeps the second half of a log that has grown too long. The server appends, so that it may go on meanwhile. */
export async function boundLog(logFile: string): Promise<void> {
  const size = (await stat(logFile).catch(() => undefined))?.size ?? 0
  if (size <= logLimit) return
  const kept = (await readFile(logFile)).subarray(-logLimit / 2)
  await truncate(logFile, 0)
  await writeFile(logFile, kept, { flag: 'a' })
}

/** Ends the server at once but cleanly, connections included, and returns when it is gone. */
export async function stopServer(cluster: string, pid: number): Promise<void> {
  process.kill(pid, 'SIGINT')
  // The file goes last. The process may stay as a zombie where nobody reaps, as in a container without an init.
  while (exists(pid) && (await readPidFile(cluster))?.pid === pid) await sleep(10)
}

/**
 * Has the server end at once, without a checkpoint: the next start recovers from the log on disk. One that was stopped
 * hears it too.
 */
export function killServer(cluster: string): void {
  const pid = readPidFileNow(cluster)
  if (!pid) return
  for (const signal of ['SIGQUIT', 'SIGCONT'] as const) {
    try {
      process.kill(pid, signal)
    } catch {
      return // gone
    }
  }
}
