import { realpath } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type pg from 'pg'
import { appRole } from './app-role'
import { prepareDataDir, readOrMakeSecret, readSecret } from './data-dir'
import { Stillness, stillLimit } from './postgres-activity'
import { findBinaries } from './postgres-binaries'
import { ensureCluster, isCluster } from './postgres-cluster'
import { DatabaseError } from './postgres-error'
import { application, close, giveBack, hold, passwordOf } from './postgres-holder'
import { findPostmaster, type Postmaster } from './postgres-pid-file'
import { boundLog, type ServerOptions, startServer } from './postgres-server'
import { askToStop, disownProcess, type Ending, stopServer } from './postgres-stop'
import { serverUser } from './postgres-user'

/** For how long a server that says it is ready may not answer, in milliseconds, before the caller is told so. */
const silenceLimit = 20_000
/** For how long one that began may give way to another that is not there, in milliseconds. */
const givingWayLimit = 20_000
/** How long a clean stop that did not answer at the release may take, in milliseconds. */
const silentPatience = 2_000

export type HeldDatabase = {
  /** Of the application's database, for its owner: who migrates it, and the operator. */
  url: string
  /** The same for the web processes, whose role owns nothing. */
  appUrl: string
  /**
   * Lets go; the last holder stops the server, and waits until it is gone. One that does not answer is ended by who
   * started it. It takes 20 s at most.
   */
  release(): Promise<Ending>
}

export type AcquireOptions = {
  /** False for tests: fast, and lost with the machine. */
  durable?: boolean
  /** False: a database that is not there is an error, and nothing is written to the data dir. */
  make?: boolean
  /** Called when the server goes away before the release. */
  onLost?: () => void
  /** The caller ends a server that does not answer, at the release, though it did not start it. */
  isOwner?: boolean
  /** Called once when the server takes long to start, as after a crash. */
  onRecovery?: () => void
  /** Gives the start up at any moment; a server or a cluster that this call has begun is not left behind. */
  signal?: AbortSignal
}

/**
 * The PostgreSQL in the data dir, made on first use, started unless another process runs it already. Recovery after a
 * crash may take as long as any of the server's processes stirs.
 * @throws DatabaseError, DataDirError: one line each; the reason of the signal
 */
export async function acquireDatabase(dataDir: string, options: AcquireOptions = {}): Promise<HeldDatabase> {
  const { durable = true, make = true } = options
  if (!make && !(await isCluster(path.join(dataDir, 'postgres'))))
    throw new DatabaseError(
      `there is no site in the data dir ${dataDir}: is MINGCE_DATA_DIR right, and is its disk there? Only npm start, demo, school create and restore make a site`,
    )
  // A full disk must not keep anybody from reading what is there.
  if (make) await prepareDataDir(dataDir)
  const dir = await realpath(dataDir)
  const password = await passwordIn(dir)
  const binaries = await findBinaries()
  const user = await serverUser([dir, path.dirname(binaries.postgres)])
  const logFile = path.join(dir, 'postgres.log')
  const { signal } = options
  const cluster = await ensureCluster(dir, password, { binaries, user, durable, signal })
  const place = { cluster, password, logFile, onLost: options.onLost }
  const started: { pid?: number } = {}
  try {
    const taken = await takeUp(place, { binaries, user, durable, logFile, signal }, options.onRecovery, started)
    return held(place, { ...taken, isOwn: options.isOwner === true || started.pid === taken.server.pid })
  } catch (error) {
    if (started.pid !== undefined) await stopServer(started.pid)
    throw error
  }
}

type Place = { cluster: string; password: string; logFile: string; onLost: (() => void) | undefined }
type Taken = { holder: pg.Client; server: Postmaster }

/** Notes the server that it starts at once, for a caller that must not leave it behind. */
async function takeUp(
  { cluster, password, logFile }: Place,
  options: ServerOptions,
  onRecovery: (() => void) | undefined,
  started: { pid?: number },
): Promise<Taken> {
  const begun = performance.now()
  let [answered, alone, stopping] = [begun, begun, 0]
  let stillness = new Stillness()
  const recovery = setTimeout(() => onRecovery?.(), 5_000).unref()
  try {
    for (; ; await sleep(50)) {
      options.signal?.throwIfAborted()
      const server = await findPostmaster(cluster)
      const now = performance.now()
      if (!server) {
        const start = await startServer(cluster, options)
        if ('pid' in start) started.pid = start.pid
        else if (start.gaveWay && performance.now() - alone > givingWayLimit)
          throw new DatabaseError(`the database does not start: ${start.gaveWay} (see ${logFile})`)
        answered = performance.now()
        stillness = new Stillness()
        continue
      }
      alone = now
      // Told to stop in the smart way, it waits for whoever uses it.
      if (!server.stopping) stopping = now
      else if (now - stopping > 5_000) askToStop(server.pid)
      const held = await hold(cluster, server, password)
      if (typeof held === 'object') return { ...held, server }
      if (held !== 'silent') answered = performance.now()
      if (performance.now() - answered >= silenceLimit)
        throw new DatabaseError(
          `the database in ${cluster} does not answer: is its disk well? Else end its process ${server.pid}`,
        )
      if ((await stillness.of(server.pid)) >= stillLimit)
        throw new DatabaseError(`the database in ${cluster} neither starts nor stops (see ${logFile})`)
    }
  } finally {
    clearTimeout(recovery)
  }
}

/** The superuser's password: made before the cluster, and never for one that is there already. */
async function passwordIn(dir: string): Promise<string> {
  const name = 'postgres.password'
  // In this order: whoever makes a cluster has made its password before.
  const isMade = await isCluster(path.join(dir, 'postgres'))
  const password = await readSecret(dir, name)
  if (password === undefined && isMade)
    throw new DatabaseError(`${path.join(dir, name)} is missing: it belongs to the database beside it, bring it back`)
  return password ?? readOrMakeSecret(dir, name)
}

/** What is held, and whether this process ends it when it does not answer. */
type Held = Taken & { isOwn: boolean }

function held({ cluster, password, logFile, onLost }: Place, { holder, server, isOwn }: Held): HeldDatabase {
  const { pid, port } = server
  let released: Promise<Ending> | undefined
  const watch = setInterval(() => boundLog(logFile).catch(() => undefined), 3_600_000).unref()
  // Told to stop in the smart way, a server takes nobody in and waits for those it has: for this holder, for ever.
  const state = setInterval(async () => {
    const now = await findPostmaster(cluster).catch(() => undefined)
    if (!released && now?.pid === pid && !now.ready) askToStop(pid)
  }, 1_000).unref()
  holder.once('end', () => {
    clearInterval(watch)
    clearInterval(state)
    if (!released) onLost?.()
  })
  const urlOf = (role: string) => `postgresql://${role}:${passwordOf(role, password)}@127.0.0.1:${port}/${application}`
  return {
    url: urlOf(application),
    appUrl: urlOf(appRole),
    release() {
      released ??= letGo(holder, cluster, pid, isOwn).finally(() => disownProcess(pid))
      return released
    },
  }
}

async function letGo(holder: pg.Client, cluster: string, pid: number, isOwn: boolean): Promise<Ending> {
  try {
    const given = await giveBack(holder)
    if (given === 'last') return await stopServer(pid)
    if (given === 'others') return 'left'
    // It went away by itself, or does not answer.
    if ((await findPostmaster(cluster).catch(() => undefined))?.pid !== pid) return 'stopped'
    return isOwn ? await stopServer(pid, given === 'silent' ? silentPatience : undefined) : 'left'
  } finally {
    await close(holder)
  }
}
