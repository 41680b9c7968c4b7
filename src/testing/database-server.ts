import { randomUUID } from 'node:crypto'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import pg from 'pg'
import type { TestProject } from 'vitest/node'
import { acquireDatabase } from '@/infra/embedded-postgres'
import { env } from '@/infra/env'
import { applyMigrations } from '@/infra/migrate'

/** Where the tests' databases are made: a server, a migrated database to copy, and the start of this run's names. */
export type TestServer = { url: string; template: string; prefix: string }

declare module 'vitest' {
  export interface ProvidedContext {
    testServer: TestServer
  }
}

/** Runs once before all database tests; what it returns runs after them. */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const server = await openServer()
  const prefix = `mingce_test_${randomUUID().slice(0, 8)}_`
  const template = `${prefix}template`
  await onServer(server.url, (client) => client.query(`CREATE DATABASE ${template}`))
  await applyMigrations(databaseUrl(server.url, template))
  project.provide('testServer', { url: server.url, template, prefix })
  return async () => {
    await onServer(server.url, async (client) => {
      const { rows } = await client.query('SELECT datname FROM pg_database WHERE starts_with(datname, $1)', [prefix])
      for (const { datname } of rows) await client.query(`DROP DATABASE ${datname} WITH (FORCE)`)
    })
    await server.close()
  }
}

/** The server of TEST_DATABASE_URL, or an embedded one that loses everything with the machine. */
async function openServer(): Promise<{ url: string; close(): Promise<void> }> {
  const given = env().testDatabaseUrl
  if (given) return { url: given, close: async () => {} }
  const dataDir = await mkdtemp(path.join(tmpdir(), 'mingce-test-'))
  await chmod(dataDir, 0o711)
  const held = await acquireDatabase(dataDir, { durable: false })
  return {
    url: held.url,
    async close() {
      await held.release()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}

/** The address of another database of the same server. */
export function databaseUrl(serverUrl: string, database: string): string {
  const url = new URL(serverUrl)
  url.pathname = `/${database}`
  return url.href
}

/** Does something over one connection of its own. */
export async function onServer<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}
