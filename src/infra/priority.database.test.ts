import { mkdtemp, readFile, rm } from 'node:fs/promises'
import os, { tmpdir } from 'node:os'
import path from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { testDatabaseUrl } from '@/testing/database'
import { acquireDatabase, type HeldDatabase } from './embedded-postgres'
import { lowerBackend } from './priority'

let dataDir: string
let database: HeldDatabase
let client: pg.Client
let backend: number

beforeAll(async () => {
  dataDir = await mkdtemp(path.join(tmpdir(), 'mingce-priority-'))
  database = await acquireDatabase(dataDir, { durable: false })
  client = new pg.Client({ connectionString: database.url })
  await client.connect()
  backend = (await client.query('SELECT pg_backend_pid() AS pid')).rows[0].pid
})
afterAll(async () => {
  await client.end()
  await database.release()
  await rm(dataDir, { recursive: true, force: true })
})

test('a process of another server keeps its priority', async () => {
  const before = os.getPriority(backend)
  expect(await lowerBackend(dataDir, testDatabaseUrl(), backend)).toBe(false)
  expect(await lowerBackend(path.join(dataDir, 'nowhere'), database.url, backend)).toBe(false)
  expect(os.getPriority(backend)).toBe(before)
})

test('a process of the embedded server gives way, in its session too', async () => {
  expect(await lowerBackend(dataDir, database.url, backend)).toBe(true)
  expect(os.getPriority(backend)).toBe(15)
  const session = await readFile(`/proc/${backend}/autogroup`, 'utf8').catch(() => undefined)
  if (session) expect(session).toMatch(/nice 15$/m)
  expect((await client.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }])
})

test('one that is gone is no error', async () => {
  await client.end()
  await expect.poll(() => lowerBackend(dataDir, database.url, backend)).toBe(false)
})
