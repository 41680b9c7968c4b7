import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { newTestDatabase } from '@/testing/database'
import { onServer } from '@/testing/database-server'
import { silentProxy } from '@/testing/silent-proxy'
import { withConnection } from './connection'
import { openDb, transaction } from './db'
import { FairPool } from './pool'
import { patience } from './silence-watch'
import { serverState } from './sql-error'

// The same order of sizes, so that a test takes seconds.
const usual = structuredClone(patience)
beforeAll(() => {
  Object.assign(patience.calls, { ask: 300, answer: 900, silence: 1_500 })
  Object.assign(patience.work, { ask: 300, answer: 900, silence: 2_500 })
})
afterAll(() => {
  Object.assign(patience, usual)
})

async function proxied() {
  const url = await newTestDatabase()
  return { direct: url, proxy: await silentProxy(url) }
}
const caught = (work: Promise<unknown>) => work.then(() => 'no error', serverState)
const one = { rows: [{ one: 1 }] }

test.concurrent.each(['all', 'old'] as const)(
  'silence: statements of a pool fail, and it is well again (%s)',
  async (which) => {
    const { proxy } = await proxied()
    const pool = new FairPool(proxy.url, { name: '', max: 3 })
    await Promise.all([1, 2, 3].map(() => pool.query('SELECT pg_sleep(0.05)')))
    proxy.silence(which)
    expect(await Promise.all([1, 2, 3].map(() => caught(pool.query('SELECT 1'))))).toEqual(['away', 'away', 'away'])
    // While it is known that nobody answers, nobody waits once more.
    const before = performance.now()
    if (which === 'all') expect(await caught(pool.query('SELECT 1'))).toBe('away')
    if (which === 'all') expect(performance.now() - before).toBeLessThan(patience.calls.silence / 2)
    proxy.mend()
    await expect.poll(() => caught(pool.query('SELECT 1')), { timeout: 5_000 }).toBe('no error')
    expect(await pool.query('SELECT 1 AS one')).toMatchObject(one)
    await pool.close()
    await proxy.close()
  },
)

test.concurrent('silence: a transaction between two statements fails, and leaves no lock at the server', async () => {
  const { proxy, direct } = await proxied()
  const db = openDb(proxy.url, 2)
  const lock = 'SELECT pg_advisory_xact_lock(42)::text'
  const lost = transaction(db, async (tx) => {
    await tx.sql(lock)
    proxy.silence('all')
    await tx.sql('SELECT 1 AS one')
    return { ok: true }
  })
  expect(await caught(lost)).toBe('away')
  proxy.mend()
  await onServer(direct, async (client) => {
    const free = async () => (await client.query('SELECT pg_try_advisory_xact_lock(42) AS free')).rows[0]?.free
    await expect.poll(free, { timeout: 5_000 }).toBe(true)
  })
  await db.end()
  await proxy.close()
})

test.concurrent('silence: a reader in batches who takes their time is left alone, one who waits is not', async () => {
  const { proxy } = await proxied()
  const db = openDb(proxy.url, 2)
  const rows = () => db.stream('SELECT n FROM generate_series(1, 30) AS n', [], 10)
  let count = 0
  for await (const batch of rows()) {
    await sleep(patience.calls.silence)
    count += batch.length
  }
  expect(count).toBe(30)
  const cut = async () => {
    for await (const _ of rows()) proxy.silence('old')
  }
  expect(await caught(cut())).toBe('away')
  await db.end()
  await proxy.close()
})

test.concurrent('silence: long work at the server goes on, in a pool and on a connection of its own', async () => {
  const { proxy } = await proxied()
  const pool = new FairPool(proxy.url, { name: '', max: 1 })
  const slow = 'SELECT 1 AS one FROM pg_sleep(4)'
  const [inPool, alone] = await Promise.all([pool.query(slow), withConnection(proxy.url, ({ sql }) => sql(slow))])
  expect(inPool).toMatchObject(one)
  expect(alone).toEqual(one.rows)
  await pool.close()
  await proxy.close()
})

test.concurrent('silence: a server that takes nobody in, and works, loses no statement', async () => {
  const { direct } = await proxied()
  const name = new URL(direct).pathname.slice(1)
  const pool = new FairPool(direct, { name: '', max: 1 })
  await pool.query('SELECT 1')
  await onServer(inject('testServer').url, async (client) => {
    const slow = pool.query('SELECT 1 AS one FROM pg_sleep(4)')
    await client.query(`ALTER DATABASE ${name} ALLOW_CONNECTIONS false`)
    expect(await slow).toMatchObject(one)
    await client.query(`ALTER DATABASE ${name} ALLOW_CONNECTIONS true`)
  })
  await pool.close()
})

const copied = 'COPY throttle (key) FROM STDIN'
async function* lines(onRow: (n: number) => void | Promise<void>, size = 100_000) {
  for (let n = 0; n < 200; n++) {
    await onRow(n)
    yield `${'x'.repeat(size)}\n`
  }
}

test.concurrent.each([
  ['swallowed', false],
  ['stalled', true],
])('silence: a COPY into the database whose rows are %s fails', async (_, stalled) => {
  const { proxy } = await proxied()
  const silent = lines((n) => {
    if (n === 20) proxy.silence('old', stalled)
  })
  expect(await caught(withConnection(proxy.url, ({ copy }) => copy(copied, silent)))).toBe('away')
  await proxy.close()
})

test.concurrent('silence: a COPY whose rows come slowly goes on', async () => {
  const { proxy } = await proxied()
  const slow = lines((n) => (n === 1 ? sleep(patience.work.silence + 1_000) : undefined), 1_000)
  const failed = withConnection(proxy.url, ({ copy }) => copy('COPY pg_temp.slow FROM STDIN', slow))
  await expect(failed).rejects.toThrow('does not exist')
  await withConnection(proxy.url, async ({ sql, copy }) => {
    await sql('CREATE TEMP TABLE slow (t text)')
    await copy(
      'COPY slow FROM STDIN',
      lines((n) => (n === 1 ? sleep(patience.work.silence + 1_000) : undefined), 1_000),
    )
    expect(await sql('SELECT count(*)::int AS n FROM slow')).toEqual([{ n: 200 }])
  })
  await proxy.close()
})

test.concurrent('silence: a COPY out of the database waits for a slow reader, and fails when nothing comes', async () => {
  const { proxy } = await proxied()
  const rows = `COPY (SELECT repeat('x', 10000) FROM generate_series(1, 3000)) TO STDOUT`
  const read = (onFirst: () => Promise<void>) =>
    withConnection(proxy.url, ({ copyOut }) =>
      copyOut(rows, async (lines) => {
        let isFirst = true
        for await (const _ of lines) {
          if (isFirst) await onFirst()
          isFirst = false
        }
      }),
    )
  expect(await read(() => sleep(patience.work.silence + 1_000))).toBe(3_000)
  expect(await caught(read(async () => proxy.silence('old')))).toBe('away')
  await proxy.close()
})

test.concurrent('calls: whoever waits for a lock is told to come again within 10 s', async () => {
  const { direct } = await proxied()
  const pool = new FairPool(direct, { name: '', max: 1 })
  await onServer(direct, async (client) => {
    await client.query('BEGIN; LOCK TABLE throttle')
    const before = performance.now()
    expect(await caught(pool.query('SELECT count(*) FROM throttle'))).toBe('busy')
    expect(performance.now() - before).toBeLessThan(10_000)
  })
  await pool.close()
})
