import { createHmac } from 'node:crypto'
import { realpath, stat } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { appRole } from './app-role'
import { prepareDataDir, readOrMakeSecret, readSecret } from './data-dir'
import { findBinaries } from './postgres-binaries'
import { ensureCluster, isCluster, superuser } from './postgres-cluster'
import { DatabaseError } from './postgres-error'
import { findPostmaster, type Postmaster } from './postgres-pid-file'
import { boundLog, startServer, stopServer } from './postgres-server'
import { serverUser } from './postgres-user'
import { serverState } from './sql-error'
import { codeOf } from './system-error'

/** The owner of the database, and its name; not a superuser. */
const application = 'mingce'
/** Whoever uses the server holds this advisory lock of the database `postgres` shared. */
const holdersLock = 7_262_046_101
const startingUp = '57P03'

export type HeldDatabase = {
  /** Of the application's database, for its owner: who migrates it, and the operator. */
  url: string
  /** The same for the web processes, whose role owns nothing. */
  appUrl: string
  /** Lets go; the last holder stops the server, and waits until it is gone. */
  release(): Promise<void>
}

export type AcquireOptions = {
  /** False for tests: fast, and lost with the machine. */
  durable?: boolean
  /** False: a database that is not there is an error, and nothing is written to the data dir. */
  make?: boolean
  /** Called when the server goes away before the release. */
  onLost?: () => void
}

/**
 * The PostgreSQL in the data dir, made on first use, started unless another process runs it already.
 * @throws DatabaseError, DataDirError: one line each
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
  const cluster = await ensureCluster(dir, password, { binaries, user, durable })

  // Recovery after a crash may take minutes, and counts as progress: so long there is a server. One that gives way to
  // another, which is then not there, gets some seconds.
  let alone = Date.now()
  for (const patience = Date.now() + 600_000; Date.now() < patience; await sleep(50)) {
    const server = await findPostmaster(cluster)
    if (!server) {
      const gaveWay = await startServer(cluster, { binaries, user, durable, logFile })
      if (gaveWay && Date.now() - alone > 20_000)
        throw new DatabaseError(`the database does not start: ${gaveWay} (see ${logFile})`)
    } else {
      alone = Date.now()
      const holder = await hold(cluster, server, password)
      if (holder) return held(holder, cluster, server, password, logFile, options.onLost)
    }
  }
  throw new DatabaseError(`the database in ${cluster} neither starts nor stops (see ${logFile})`)
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

function held(
  holder: pg.Client,
  cluster: string,
  { pid, port }: Postmaster,
  password: string,
  logFile: string,
  onLost: (() => void) | undefined,
): HeldDatabase {
  let released: Promise<void> | undefined
  const watch = setInterval(() => boundLog(logFile).catch(() => undefined), 3_600_000).unref()
  // Told to stop in the smart way, a server takes nobody in and waits for those it has: for this holder, for ever.
  const state = setInterval(async () => {
    const server = await findPostmaster(cluster).catch(() => undefined)
    if (!released && server?.pid === pid && !server.ready) process.kill(pid, 'SIGINT')
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
      released ??= letGo(holder, cluster, pid)
      return released
    },
  }
}

async function letGo(holder: pg.Client, cluster: string, pid: number): Promise<void> {
  try {
    await holder.query('SELECT pg_advisory_unlock_shared($1)', [holdersLock])
    const { rows } = await holder.query('SELECT pg_try_advisory_lock($1) AS last', [holdersLock])
    if (rows[0]?.last) await stopServer(cluster, pid)
  } catch {
    // The server went away by itself: nothing is held any more.
  } finally {
    await holder.end().catch(() => undefined)
  }
}

/** A connection that holds the lock; undefined when the server is not ready yet, or stops: look again. */
async function hold(cluster: string, server: Postmaster, password: string): Promise<pg.Client | undefined> {
  if (!server.ready) return undefined
  const client = new pg.Client({
    host: '127.0.0.1',
    port: server.port,
    user: superuser,
    password,
    database: 'postgres',
  })
  let gone = false
  client.on('error', () => {
    gone = true
  })
  try {
    await client.connect()
    if (await ready(client, cluster, server, password)) return client
  } catch (error) {
    const code = codeOf(error)
    if (code.startsWith('28'))
      throw new DatabaseError(`the database in ${cluster} refuses the password in postgres.password`)
    if (serverState(error) === 'full' && !isPassing(code, error)) throw error
    if (!gone && !isPassing(code, error)) throw new DatabaseError(`the database in ${cluster} fails: ${String(error)}`)
  }
  await client.end().catch(() => undefined)
  return undefined
}

/** Takes the lock and makes the application's database; false when this is not the server of the cluster any more. */
async function ready(client: pg.Client, cluster: string, server: Postmaster, password: string): Promise<boolean> {
  const { rows } = await client.query('SHOW data_directory')
  const [ours, theirs] = await Promise.all([
    stat(cluster),
    stat(String(rows[0]?.data_directory)).catch(() => undefined),
  ])
  if (ours.ino !== theirs?.ino || ours.dev !== theirs.dev) return false
  await client.query('SELECT pg_advisory_lock_shared($1)', [holdersLock])
  // Whoever stops the server holds the lock until its end: granted then, it is worth nothing.
  const now = await findPostmaster(cluster)
  if (now?.pid !== server.pid || !now.ready) return false
  await makeApplicationDatabase(client, password)
  return true
}

function isPassing(code: string, error: unknown): boolean {
  const gone = ['ECONNREFUSED', 'ECONNRESET', 'EPIPE', startingUp, '57P01', '57P02', '53300']
  return gone.includes(code) || (error instanceof Error && /Connection terminated/.test(error.message))
}

async function makeApplicationDatabase(client: pg.Client, password: string): Promise<void> {
  const found = await client.query(
    'SELECT (SELECT count(*) FROM pg_database WHERE datname = $1) + (SELECT count(*) FROM pg_roles WHERE rolname = $2) AS made',
    [application, appRole],
  )
  if (Number(found.rows[0]?.made) === 2) return
  // Two may come here at once.
  const unlessMade = (error: unknown) => {
    if (!['42710', '42P04', '23505'].includes(codeOf(error))) throw error
  }
  const make = (role: string, may: string) =>
    client.query(`CREATE ROLE ${role} LOGIN ${may} PASSWORD '${passwordOf(role, password)}'`).catch(unlessMade)
  await make(application, 'CREATEDB')
  await make(appRole, '')
  await client.query(`CREATE DATABASE ${application} OWNER ${application}`).catch(unlessMade)
}

/** The password of a role follows from the superuser's, which it does not give away. */
function passwordOf(role: string, password: string): string {
  return createHmac('sha256', password).update(role).digest('hex')
}
