import { readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import path from 'node:path'
import type pg from 'pg'
import { withClient } from '../../src/infra/client'
import { DataDirError, prepareDataDir } from '../../src/infra/data-dir'
import { type Env, env, SettingsError } from '../../src/infra/env'
import { isSharedBetweenTransactions } from '../../src/infra/pooler'
import { DatabaseError } from '../../src/infra/postgres-error'
import { MigrationError } from '../../src/infra/schema-engine'
import { type ServerState, serverState, serverWords } from '../../src/infra/sql-error'
import { codeOf, hasReason, reasonOf } from '../../src/infra/system-error'

/** One line that says why the site cannot start. */
export class StartError extends Error {}

const oneLiners = [StartError, SettingsError, DataDirError, DatabaseError, MigrationError]

/** What the state of the server is, in words for an operator. */
export const stateWords: Record<ServerState, string> = {
  away: '数据库无法连接 · the database is away',
  full: '数据库空间或资源不足 · the database has no room',
  busy: '数据库暂时拒绝 · the database refuses for now',
  damaged: '数据库已损坏 · the database is damaged',
}

/** The last line of a text: Prisma shows source lines first, and says what it was last. */
export const lastLine = (text: string): string =>
  text
    .split('\n')
    .findLast((line) => line.trim() !== '')
    ?.trim() ?? 'it failed'

/** The line for a database server that refused, for its state or for what it does not allow; undefined: for neither. */
export function stateLine(error: unknown): string | undefined {
  const state = serverState(error)
  const { sqlstate, message } = serverWords(error)
  const said = lastLine(message ?? reasonOf(error))
  if (state) return `${stateWords[state]}: ${said}${sqlstate ? ` (${sqlstate})` : ''}`
  return sqlstate && `数据库拒绝 · the database refused: ${said} (${sqlstate})`
}

/** The line for what the system refused of a file; undefined: it was of none. */
export function fileLine(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('syscall' in error) || !hasReason(error)) return undefined
  return 'path' in error && typeof error.path === 'string' ? `${error.path}: ${reasonOf(error)}` : reasonOf(error)
}

/** The line for a person; an error that nobody foresaw keeps its stack. */
export function explain(error: unknown): string {
  if (oneLiners.some((kind) => error instanceof kind) && error instanceof Error) return error.message
  const line = fileLine(error) ?? stateLine(error)
  if (line) return line
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}

/**
 * The settings, when the site can start with them: they are right, the port is free, the data dir can be written.
 * @throws StartError, SettingsError, DataDirError
 */
export async function checkedSettings(): Promise<Env> {
  const settings = env()
  await checkPlace(settings, process.argv.includes('--embedded'))
  await checkPort(settings.host, settings.port)
  await prepareDataDir(settings.dataDir)
  return settings
}

const placeFile = 'database.elsewhere'

/**
 * A site whose database is on another server is not started without DATABASE_URL: a lost .env would make an empty one.
 * @throws StartError
 */
export async function checkPlace({ databaseUrl, dataDir }: Env, isEmbedded = false): Promise<void> {
  const file = path.join(dataDir, placeFile)
  if (isEmbedded) await rm(file, { force: true })
  const where = databaseUrl ? undefined : await readFile(file, 'utf8').catch(() => undefined)
  if (where === undefined) return
  throw new StartError(
    `缺少 DATABASE_URL · this site had its database at ${where.trim()}, and DATABASE_URL is not set: put it back (into .env), or say npm start -- --embedded for one in the data dir`,
  )
}

/** Notes in the data dir that the database is on another server, without the password. */
export async function notePlace({ databaseUrl, dataDir }: Env): Promise<void> {
  if (!databaseUrl) return
  const { host, pathname } = new URL(databaseUrl)
  await writeFile(path.join(dataDir, placeFile), `${host}${pathname}\n`)
}

const reasons: Record<string, (host: string, port: number) => string> = {
  EADDRINUSE: (_, port) =>
    `端口 ${port} 已被占用，请用 PORT 换一个 · port ${port} is in use: stop what runs there, or set another PORT`,
  EACCES: (_, port) => `不允许使用端口 ${port} · port ${port} is not allowed to this user: set a PORT above 1023`,
  EADDRNOTAVAIL: (host) => `本机没有地址 ${host} · HOST ${host} is no address of this machine`,
  ENOTFOUND: (host) => `找不到主机 ${host} · HOST ${host} cannot be found`,
}

function checkPort(host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', (error) => {
      const reason = reasons[codeOf(error)]
      reject(new StartError(reason ? reason(host, port) : `cannot listen on ${host}:${port}: ${error.message}`))
    })
    server.listen(port, host, () => server.close(() => resolve()))
  })
}

/**
 * Proves that the server and the database of DATABASE_URL can be used. `readsOnly`: nothing is to be written.
 * @throws StartError, without the password
 */
export async function checkDatabase(databaseUrl: string, { readsOnly = false } = {}): Promise<void> {
  const { host, pathname } = new URL(databaseUrl)
  try {
    await withClient(databaseUrl, { name: 'check' }, async (client) => {
      const { rows } = await client.query('SHOW server_version_num')
      const old = tooOld(Number(rows[0]?.server_version_num))
      if (old) throw new StartError(old)
      if (await isSharedBetweenTransactions(databaseUrl, client)) throw new StartError(pooled)
      if (readsOnly) return
      await checkWritable(client)
      await checkEncoding(client)
    })
  } catch (error) {
    if (error instanceof StartError) throw error
    const said = error instanceof Error && error.message ? error.message : codeOf(error)
    throw new StartError(
      `无法连接数据库 · the database of DATABASE_URL (${host}${pathname}) cannot be reached: ${said}`,
    )
  }
}

/** Why a server of that `server_version_num` cannot be used; undefined when it can. */
export const tooOld = (version: number): string | undefined =>
  version >= 150_000
    ? undefined
    : `数据库版本过旧 · the database server is PostgreSQL ${Math.floor(version / 10_000)}: 15 or newer is needed`

/** Locks, temporary tables, settings and prepared statements are of a session. */
const pooled =
  '连接池须用会话模式 · DATABASE_URL leads to a pooler (as PgBouncer) that shares sessions: give the address of PostgreSQL itself, or set pool_mode = session'

/** @throws StartError for a standby, and for a database or user that may only read */
async function checkWritable(client: pg.Client): Promise<void> {
  const { rows } = await client.query(
    `SELECT pg_is_in_recovery() AS "isStandby", current_setting('transaction_read_only') = 'on' AS "isReadOnly"`,
  )
  const { isStandby, isReadOnly } = rows[0]
  if (isStandby)
    throw new StartError(
      '数据库是只读备库 · DATABASE_URL leads to a standby, which only reads: give the address of the primary',
    )
  if (isReadOnly)
    throw new StartError(
      '数据库只读 · the database of DATABASE_URL is read-only: set default_transaction_read_only = off for it and its user',
    )
}

/** Chinese fits into no other encoding that a database may have. @throws StartError */
async function checkEncoding(client: pg.Client): Promise<void> {
  const { rows } = await client.query(
    `SELECT current_setting('server_encoding') AS encoding, to_regclass('public.school') IS NOT NULL AS "isSite"`,
  )
  const { encoding, isSite } = rows[0]
  if (encoding === 'UTF8') return
  const remedy = isSite
    ? 'make another with ENCODING UTF8, run `npm run -s mingce -- backup FILE` here and `restore FILE` there'
    : `make one by CREATE DATABASE … ENCODING 'UTF8' TEMPLATE template0`
  throw new StartError(`数据库编码不是 UTF-8 · the database of DATABASE_URL is in ${encoding}, not UTF8: ${remedy}`)
}
