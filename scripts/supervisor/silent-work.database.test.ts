import { createWriteStream } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { grantToApp } from '@/infra/app-role'
import { writeBackup } from '@/infra/backup/write'
import { applyMigrations } from '@/infra/migrate'
import { patience } from '@/infra/silence-watch'
import { lockSite } from '@/infra/site-lock'
import { serverState } from '@/infra/sql-error'
import { newTestDatabase } from '@/testing/database'
import { databaseUrl, onServer } from '@/testing/database-server'
import { unique } from '@/testing/factories'
import { type SilentProxy, silentProxy } from '@/testing/silent-proxy'
import { checkDatabase } from './checks'

const usual = structuredClone(patience)
beforeAll(() => {
  Object.assign(patience.work, { ask: 300, answer: 900, silence: 2_500 })
})
afterAll(() => {
  Object.assign(patience, usual)
})

const caught = (work: Promise<unknown>) => work.then(() => 'no error', serverState)

async function emptyDatabase(): Promise<string> {
  const { url, prefix } = inject('testServer')
  const name = `${prefix}${unique('silent')}`
  await onServer(url, (client) => client.query(`CREATE DATABASE ${name}`))
  return databaseUrl(url, name)
}

/** Goes silent as soon as the server is at work for somebody whose statement matches. */
async function silenceAt(proxy: SilentProxy, direct: string, statement: string): Promise<void> {
  await onServer(direct, async (client) => {
    const seen = `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() AND query ~* $1`
    while ((await client.query(seen, [statement])).rowCount === 0) await sleep(5)
    proxy.silence('all')
  })
}

test.concurrent('silence in a migration: it ends as away, and the next one finds no lock', async () => {
  const direct = await emptyDatabase()
  const proxy = await silentProxy(direct)
  const migrated = caught(applyMigrations(proxy.url))
  await silenceAt(proxy, direct, 'CREATE (TABLE|INDEX)')
  expect(await migrated).toBe('away')
  proxy.mend()
  await applyMigrations(proxy.url)
  expect(await applyMigrations(direct)).toEqual([])
  await proxy.close()
})

test.concurrent('silence in a backup: it ends as away', async () => {
  const direct = await newTestDatabase()
  await onServer(direct, (client) =>
    client.query(`INSERT INTO school (name) SELECT repeat('x', 200) FROM generate_series(1, 200000)`),
  )
  const folder = await mkdtemp(path.join(tmpdir(), 'mingce-silent-'))
  const proxy = await silentProxy(direct)
  const content = { dataDir: folder, empty: [], files: async () => [], counts: async () => ({}), secret: undefined }
  const made = caught(writeBackup(proxy.url, createWriteStream(path.join(folder, 'b.zip')), content))
  await silenceAt(proxy, direct, '^COPY "?school')
  expect(await made).toBe('away')
  await proxy.close()
  await rm(folder, { recursive: true })
})

test.concurrent.each([
  ['the checks', (url: string) => checkDatabase(url)],
  [
    'the lock',
    (url: string) =>
      lockSite(
        () => url,
        () => {},
      ),
  ],
  ['the migrations', (url: string) => applyMigrations(url)],
  ['the rights', (url: string) => grantToApp(url)],
])('a start whose database accepts and says nothing: %s end in time', async (_, begin) => {
  const proxy = await silentProxy(await newTestDatabase())
  proxy.silence('all')
  const before = performance.now()
  await expect(begin(proxy.url)).rejects.toThrow(/timeout expired/)
  expect(performance.now() - before).toBeLessThan(20_000)
  await proxy.close()
})
