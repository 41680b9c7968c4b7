import { createHmac } from 'node:crypto'
import { stat } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { appRole } from './app-role'
import { superuser } from './postgres-cluster'
import { DatabaseError } from './postgres-error'
import { findPostmaster, type Postmaster } from './postgres-pid-file'
import { serverState } from './sql-error'
import { codeOf } from './system-error'

/** The owner of the database, and its name; not a superuser. */
export const application = 'mingce'
/** Whoever uses the server holds this advisory lock of the database `postgres` shared. */
const holdersLock = 7_262_046_101

/** How long a server may take to answer, in milliseconds; whoever starts it, or has it made something, looks again. */
const patience = 5_000
/** A database is made by copying one of 8 MB. */
const makingPatience = 120_000

/** What became of a try to hold the server: `later` it starts or stops, `silent` it does not answer. */
export type Hold = { holder: pg.Client } | 'later' | 'silent'

/**
 * A connection that holds the lock, with the application's database made.
 * @throws DatabaseError when the server will not have us; its own error when it has no room
 */
export async function hold(cluster: string, server: Postmaster, password: string): Promise<Hold> {
  if (!server.ready) return 'later'
  const client = new pg.Client({
    host: '127.0.0.1',
    port: server.port,
    user: superuser,
    password,
    database: 'postgres',
    connectionTimeoutMillis: patience,
    query_timeout: patience,
  })
  let gone = false
  client.on('error', () => {
    gone = true
  })
  try {
    await client.connect()
    if (await ready(client, cluster, server, password)) return { holder: client }
  } catch (error) {
    const broke = gone
    await close(client)
    const code = codeOf(error)
    if (code.startsWith('28'))
      throw new DatabaseError(`the database in ${cluster} refuses the password in postgres.password`)
    if (serverState(error) === 'full' && !isPassing(code, error)) throw error
    const isSilent = isTimeout(error)
    if (!broke && !isSilent && !isPassing(code, error))
      throw new DatabaseError(`the database in ${cluster} fails: ${String(error)}`)
    return isSilent ? 'silent' : 'later'
  }
  await close(client)
  return 'later'
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

const isTimeout = (error: unknown): boolean =>
  error instanceof Error && /timeout expired|Query read timeout/.test(error.message)

function isPassing(code: string, error: unknown): boolean {
  const gone = ['ECONNREFUSED', 'ECONNRESET', 'EPIPE', '57P01', '57P02', '57P03', '53300']
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
  const make = (text: string) => client.query({ text, ...{ query_timeout: makingPatience } }).catch(unlessMade)
  const makeRole = (role: string, may: string) =>
    make(`CREATE ROLE ${role} LOGIN ${may} PASSWORD '${passwordOf(role, password)}'`)
  await makeRole(application, 'CREATEDB')
  await makeRole(appRole, '')
  await make(`CREATE DATABASE ${application} OWNER ${application}`)
}

/** The password of a role follows from the superuser's, which it does not give away. */
export function passwordOf(role: string, password: string): string {
  return createHmac('sha256', password).update(role).digest('hex')
}

/**
 * Gives the lock back.
 * @returns whether nobody else holds it: then nobody can take it before the connection ends; `silent`: the server does not
 * answer; `gone`: the connection broke
 */
export async function giveBack(holder: pg.Client): Promise<'last' | 'others' | 'silent' | 'gone'> {
  try {
    await holder.query('SELECT pg_advisory_unlock_shared($1)', [holdersLock])
    const { rows } = await holder.query('SELECT pg_try_advisory_lock($1) AS last', [holdersLock])
    return rows[0]?.last ? 'last' : 'others'
  } catch (error) {
    return isTimeout(error) ? 'silent' : 'gone'
  }
}

/** Closes a connection, by the server's leave or without. */
export async function close(client: pg.Client): Promise<void> {
  const ended = client.end().catch(() => undefined)
  await Promise.race([ended, sleep(1_000, undefined, { ref: false })])
  client.connection.stream.destroy()
}
