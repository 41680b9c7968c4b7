import { randomUUID } from 'node:crypto'
import { inject } from 'vitest'
import { databaseUrl, onServer } from './database-server'

const { url: serverUrl, template, prefix } = inject('testServer')

/** The address of an empty migrated database that nobody else has; removed at the end of the run. */
export async function newTestDatabase(): Promise<string> {
  const name = `${prefix}${randomUUID().slice(0, 8)}`
  await onServer(serverUrl, (client) => client.query(`CREATE DATABASE ${name} TEMPLATE ${template}`))
  return databaseUrl(serverUrl, name)
}

const url = await newTestDatabase()

/** The address of the migrated database that the tests of this worker share. */
export function testDatabaseUrl(): string {
  return url
}
