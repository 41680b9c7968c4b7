import { spawn } from 'node:child_process'
import { open, readFile, stat, truncate, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { Stillness, stillLimit } from './postgres-activity'
import type { Binaries } from './postgres-binaries'
import { DatabaseError } from './postgres-error'
import { dropMisleadingPidFile, readPidFile } from './postgres-pid-file'
import { disownProcess, ownProcess, stopServer } from './postgres-stop'
import { type ServerUser, serverEnv } from './postgres-user'

const logLimit = 1 << 20

export type ServerOptions = {
  binaries: Binaries
  user: ServerUser
  durable: boolean
  logFile: string
  /** Ends the start, and the server with it. */
  signal: AbortSignal | undefined
}

/** The server that was started, or to what it gave way: another process was first, or had the port. */
export type Started = { pid: number } | { gaveWay: string }

/**
 * Starts the server of the cluster on a free port of 127.0.0.1, in a session of its own: it hears no Ctrl-C, and is the
 * caller's to end. Returns when it takes connections, however long it recovers, while any of its processes stirs; or at
 * once when it gave way: the caller looks again.
 * @throws DatabaseError with what the server said, when it cannot run; the reason of the signal. No server is left then.
 */
export async function startServer(cluster: string, options: ServerOptions): Promise<Started> {
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
    const { pid } = child
    if (pid === undefined)
      throw new DatabaseError(`the database does not start: ${options.binaries.postgres} cannot run`)
    ownProcess(pid)
    child.once('exit', () => disownProcess(pid))
    try {
      const stillness = new Stillness()
      while (failed === undefined) {
        const found = await readPidFile(cluster)
        if (found?.pid === pid && found.ready) return { pid }
        options.signal?.throwIfAborted()
        if ((await stillness.of(pid)) >= stillLimit)
          throw new DatabaseError(`the database does not start: it has not stirred for ${stillLimit / 60_000} minutes`)
        await sleep(10)
      }
    } catch (error) {
      await stopServer(pid)
      throw error
    }
    if (failed === 'stopped') return { gaveWay: '' } // to another process, which had taken it up and was the last
    const said = await lastWord(options.logFile, size, pid)
    if (/lock file|shared memory block|could not bind|could not create any TCP/.test(said)) return { gaveWay: said }
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
    // A statement whose client is gone holds its locks no longer, be it in the middle of its work or waiting itself.
    client_connection_check_interval: '5s',
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
