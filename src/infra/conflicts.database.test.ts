import { expect, test } from 'vitest'
import { testDb, unique } from '@/testing/factories'
import { type Db, transaction } from './db'
import { serverState } from './sql-error'

async function twoSchools(): Promise<[number, number]> {
  const make = async () => (await testDb.prisma.school.create({ data: { name: 'x', code: unique('c') } })).id
  return [await make(), await make()]
}
const hold = (db: Db, id: number) => db.sql('SELECT id FROM school WHERE id = $1 FOR UPDATE', [id])
const rename = (db: Db, id: number, name: string) => db.sql('UPDATE school SET name = $2 WHERE id = $1', [id, name])
const nameOf = async (id: number) => (await testDb.prisma.school.findUniqueOrThrow({ where: { id } })).name

/** Resolves for all when so many are there; whoever comes later passes. */
function meeting(size: number): () => Promise<void> {
  let open: () => void = () => {}
  let there = 0
  const opened = new Promise<void>((resolve) => {
    open = resolve
  })
  return () => {
    there += 1
    if (there === size) open()
    return opened
  }
}

test('two transactions in a deadlock are both done: the victim once more', async () => {
  const [a, b] = await twoSchools()
  const met = meeting(2)
  let tries = 0
  const both = (first: number, second: number) =>
    transaction(testDb, async (tx) => {
      tries += 1
      await hold(tx, first)
      await met()
      await rename(tx, second, `after ${first}`)
      return { ok: true }
    })
  expect(await Promise.all([both(a, b), both(b, a)])).toEqual([{ ok: true }, { ok: true }])
  expect([tries, await nameOf(a), await nameOf(b)]).toEqual([3, `after ${b}`, `after ${a}`])
})

test('a statement in a deadlock with a transaction is done, and so is the transaction', async () => {
  const [a, b] = await twoSchools()
  const both = 'SELECT id FROM school WHERE id = ANY($1) ORDER BY id FOR UPDATE'
  const waits = () => testDb.sql(`SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query = $1`, [both])
  let statement: Promise<unknown> | undefined
  let isOver = false
  const work = transaction(testDb, async (tx) => {
    await hold(tx, b)
    statement ??= testDb.sql(both, [[a, b]]).finally(() => {
      isOver = true
    })
    await expect.poll(async () => isOver || (await waits()).length > 0).toBe(true)
    await rename(tx, a, 'done')
    return { ok: true }
  })
  await work
  expect(await statement).toEqual([{ id: a }, { id: b }])
  expect(await nameOf(a)).toBe('done')
})

/** A transaction that fails by 40001 as often as another writes what it has read. */
const serialised = (id: number, beaten: number, tried: () => void, options?: { reachesOut: boolean }) => {
  let tries = 0
  return transaction(
    testDb,
    async (tx) => {
      tries += 1
      tried()
      await tx.sql('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ')
      await tx.sql('SELECT name FROM school WHERE id = $1', [id])
      if (tries <= beaten) await rename(testDb, id, `other ${tries}`)
      await rename(tx, id, 'mine')
      return { ok: true }
    },
    undefined,
    options,
  )
}

test.each([
  ['once is tried once more', 1, {}, 2, 'mine'],
  ['twice is refused for now', 2, {}, 2, 'other 2'],
  ['once, and reaches outside the database, is refused for now', 1, { reachesOut: true }, 1, 'other 1'],
] as const)('a transaction that cannot be serialised %s', async (_, beaten, options, tries, name) => {
  const [id] = await twoSchools()
  let tried = 0
  const state = await serialised(id, beaten, () => void tried++, { reachesOut: false, ...options }).then(
    () => undefined,
    serverState,
  )
  expect([state, tried, await nameOf(id)]).toEqual([name === 'mine' ? undefined : 'busy', tries, name])
})
