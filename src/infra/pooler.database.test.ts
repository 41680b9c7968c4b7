import { expect, test } from 'vitest'
import { newTestDatabase } from '@/testing/database'
import { hasPgbouncer, pgbouncer } from '@/testing/pgbouncer'
import { withClient } from './client'
import { withConnection } from './connection'
import { openDb } from './db'
import { FairPool } from './pool'
import { isSharedBetweenTransactions } from './pooler'
import { patience } from './silence-watch'

const isShared = (url: string) =>
  withClient(url, { name: 'check' }, (client) => isSharedBetweenTransactions(url, client))

test('pooler: PostgreSQL itself is none, while others come and go', async () => {
  const url = await newTestDatabase()
  const pool = new FairPool(url, { name: '', max: 5 })
  const busy = Promise.all(Array.from({ length: 200 }, () => pool.query('SELECT 1')))
  expect(await isShared(url)).toBe(false)
  await busy
  await pool.close()
})

if (!hasPgbouncer) process.stdout.write('pgbouncer is not installed: its tests are left out\n')

test.skipIf(!hasPgbouncer).each([
  ['transaction', true],
  ['statement', true],
  ['session', false],
] as const)('pooler: PgBouncer in %s mode', async (mode, shared) => {
  const bouncer = await pgbouncer(await newTestDatabase(), mode)
  try {
    expect(await isShared(bouncer.url)).toBe(shared)
    // With its connections to the server there, and others at work.
    const pool = new FairPool(bouncer.url, { name: '', max: 5 })
    const busy = Promise.all(Array.from({ length: 200 }, () => pool.query('SELECT 1').catch(() => {})))
    expect(await isShared(bouncer.url)).toBe(shared)
    await busy
    expect(await isShared(bouncer.url)).toBe(shared)
    await pool.close()
  } finally {
    await bouncer.close()
  }
})

test.skipIf(!hasPgbouncer)('pooler: long statements through PgBouncer in session mode go on', async () => {
  const usual = structuredClone(patience)
  for (const each of Object.values(patience)) Object.assign(each, { ask: 300, answer: 900, silence: 1_500 })
  const bouncer = await pgbouncer(await newTestDatabase(), 'session')
  const db = openDb(bouncer.url, 2)
  const slow = 'SELECT 1 AS one FROM pg_sleep(3)'
  try {
    const both = [db.sql(slow), withConnection(bouncer.url, ({ sql }) => sql(slow))]
    expect(await Promise.all(both)).toEqual([[{ one: 1 }], [{ one: 1 }]])
  } finally {
    Object.assign(patience, usual)
    await db.end()
    await bouncer.close()
  }
})
