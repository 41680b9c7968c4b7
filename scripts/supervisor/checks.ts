import { createServer } from 'node:net'
import pg from 'pg'
import { DataDirError, prepareDataDir } from '../../src/infra/data-dir'
import { type Env, env, SettingsError } from '../../src/infra/env'
import { DatabaseError } from '../../src/infra/postgres-error'
import { MigrationError } from '../../src/infra/schema-engine'
import { codeOf } from '../../src/infra/system-error'

/** One line that says why the site cannot start. */
export class StartError extends Error {}

const oneLiners = [StartError, SettingsError, DataDirError, DatabaseError, MigrationError]

/** The line for a person; an error that nobody foresaw keeps its stack. */
export function explain(error: unknown): string {
  if (oneLiners.some((kind) => error instanceof kind) && error instanceof Error) return error.message
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}

/**
 * The settings, when the site can start with them: they are right, the port is free, the data dir can be written.
 * @throws StartError, SettingsError, DataDirError
 */
export async function checkedSettings(): Promise<Env> {
  const settings = env()
  await checkPort(settings.host, settings.port)
  await prepareDataDir(settings.dataDir)
  return settings
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
 * Proves that the server of DATABASE_URL can be used.
 * @throws StartError, without the password
 */
export async function checkDatabase(databaseUrl: string): Promise<void> {
  const { host, pathname } = new URL(databaseUrl)
  const client = new pg.Client({ connectionString: databaseUrl, connectionTimeoutMillis: 10_000 })
  client.on('error', () => undefined)
  try {
    await client.connect()
    const { rows } = await client.query('SHOW server_version_num')
    const version = Number(rows[0]?.server_version_num)
    if (version < 150_000)
      throw new StartError(`the database server is PostgreSQL ${Math.floor(version / 10_000)}: 15 or newer is needed`)
  } catch (error) {
    if (error instanceof StartError) throw error
    const said = error instanceof Error && error.message ? error.message : codeOf(error)
    throw new StartError(
      `无法连接数据库 · the database of DATABASE_URL (${host}${pathname}) cannot be reached: ${said}`,
    )
  } finally {
    await client.end().catch(() => undefined)
  }
}
