import { beforeEach, expect, test, vi } from 'vitest'
import { testDatabaseUrl } from '@/testing/database'

// A process keeps so many and no more: each test begins with none, whichever tests came before.
let { openDb, transaction } = await import('./db')
beforeEach(async () => {
  vi.resetModules()
  const afresh = await import('./db')
  openDb = afresh.openDb
  transaction = afresh.transaction
})

test('statements that are asked all the time are kept by a connection, in a transaction too, and no others', async () => {
  const db = openDb(testDatabaseUrl(), 1)
  const kept = async () =>
    (
      await db.sql<{ text: string }>(
        "SELECT statement AS text FROM pg_prepared_statements WHERE statement LIKE 'SELECT $1::int AS kept%' ORDER BY 1",
      )
    ).map(({ text }) => text)
  const ask = (name: string, kind?: 'read' | 'write') =>
    db.sql<Record<string, number>>(`SELECT $1::int AS kept_${name}`, [7], { kept: kind })
  expect(await ask('once')).toEqual([{ kept_once: 7 }])
  expect(await ask('often', 'read')).toEqual([{ kept_often: 7 }])
  expect(await ask('often', 'read')).toEqual([{ kept_often: 7 }])
  const inside = await transaction(db, async (tx) => ({
    ok: true,
    rows: await tx.sql('SELECT $1::int AS kept_inside', [8], { kept: 'read' }),
  }))
  expect(inside.rows).toEqual([{ kept_inside: 8 }])
  expect(await kept()).toEqual(['SELECT $1::int AS kept_inside', 'SELECT $1::int AS kept_often'])
  await db.end()
})

test('however many texts writes have, few are kept, and what is read still is', async () => {
  const db = openDb(testDatabaseUrl(), 1)
  for (let n = 0; n < 100; n++) await db.sql(`SELECT $1::int AS wrote_${n}`, [n], { kept: 'write' })
  await db.sql('SELECT $1::int AS read_after', [1], { kept: 'read' })
  const [found] = await db.sql<{ writes: number; reads: number }>(
    `SELECT count(*) FILTER (WHERE statement LIKE 'SELECT $1::int AS wrote_%')::int AS writes,
       count(*) FILTER (WHERE statement LIKE 'SELECT $1::int AS read_after')::int AS reads FROM pg_prepared_statements`,
  )
  expect(found?.writes).toBeLessThanOrEqual(16)
  expect(found?.reads).toBe(1)
  await db.end()
})
