import { Pool } from 'pg'
import { expect, test } from 'vitest'
import { newTestDatabase } from '@/testing/database'
import { silentProxy } from '@/testing/silent-proxy'
import { watchPool } from './pool-watch'
import { serverState } from './sql-error'

const patience = { inUse: 200, answer: 1_000, idle: 1_000, every: 50 }

async function watched() {
  const proxy = await silentProxy(await newTestDatabase())
  const pool = new Pool({ connectionString: proxy.url, max: 3, connectionTimeoutMillis: 1_000 })
  pool.on('error', () => {})
  pool.on('connect', (client) => client.on('error', () => {}))
  const stop = watchPool(pool, proxy.url, patience)
  const close = async () => {
    stop()
    await proxy.close()
    await pool.end()
  }
  return { proxy, pool, close }
}
const caught = (work: Promise<unknown>) => work.then(() => 'no error', serverState)

test.each(['all', 'old'] as const)(
  'pool watch: statements on connections that went silent fail (%s)',
  async (which) => {
    const { proxy, pool, close } = await watched()
    await Promise.all([1, 2, 3].map(() => pool.query('SELECT pg_sleep(0.05)')))
    proxy.silence(which)
    expect(await Promise.all([1, 2, 3].map(() => caught(pool.query('SELECT 1'))))).toEqual(['away', 'away', 'away'])
    proxy.mend()
    expect((await pool.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }])
    await close()
  },
)

test('pool watch: a transaction whose connection went silent fails, and its place is free again', async () => {
  const { proxy, pool, close } = await watched()
  const client = await pool.connect()
  await client.query('BEGIN')
  proxy.silence('old')
  expect(await caught(client.query('SELECT 1'))).toBe('away')
  client.release(true)
  expect((await pool.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }])
  await close()
})

test('pool watch: a statement that is merely slow goes on', async () => {
  const { pool, close } = await watched()
  expect((await pool.query('SELECT 1 AS one FROM pg_sleep(3)')).rows).toEqual([{ one: 1 }])
  await close()
})
