import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, expect, test } from 'vitest'
import { type Db, openDb, transaction } from '@/infra/db'
import { testDatabaseUrl } from '@/testing/database'
import { newSchool, newStudent, value } from '@/testing/factories'
import type { Actor } from '../actor'
import { ok } from '../errors'
import { patchPerson } from '../people/commands'
import { removePeople } from '../people/remove'
import { undo } from '../undo/commands'
import { readCursor } from './cursor'
import { checkCursor, newCursor, readChanges } from './queries'

const db = openDb(testDatabaseUrl(), 14)
afterAll(() => db.end())

type Told = { type: string; id: number; record: { name: string } | null }

async function startOf(actor: Actor): Promise<string> {
  const begun = await newCursor(db, actor)
  if (!begun.ok) throw new Error(begun.failure.kind)
  return begun.value
}

async function read(actor: Actor, after: string, limit: number) {
  const cursor = await checkCursor(db, actor, after)
  if (!cursor.ok) throw new Error(cursor.failure.kind)
  const page = await readChanges(db, actor, cursor.value, limit)
  const told: Told[] = JSON.parse(page.json)
  return { ...page, told, from: cursor.value.position, to: readCursor(page.next)?.position ?? 0 }
}

/** Raises the number in a person's name under the lock of their row. */
async function raise(tx: Db, actor: Actor, id: number): Promise<void> {
  const [row] = await tx.sql<{ name: string }>('SELECT name FROM person WHERE id = $1 FOR UPDATE', [id])
  value(await patchPerson(tx, actor, id, { name: String(Number(row?.name) + 1) }, 'flat'))
}

test('an open transaction keeps nobody waiting, and what it wrote is told when it ends', async () => {
  const { operator } = await newSchool()
  const [slow, quick] = [await newStudent(operator, { name: '0' }), await newStudent(operator, { name: '0' })]
  let cursor = await startOf(operator)
  let end: () => void = () => {}
  const held = new Promise<void>((resolve) => {
    end = resolve
  })
  let written: () => void = () => {}
  const open = new Promise<void>((resolve) => {
    written = resolve
  })
  const overtaken = transaction(db, async (tx) => {
    await raise(tx, operator, slow.id)
    written()
    await held
    return ok(null)
  })
  await open
  await transaction(db, async (tx) => ok(await raise(tx, operator, quick.id)))
  const first = await read(operator, cursor, 10)
  expect(first.told.map(({ id }) => id)).toEqual([quick.id])
  cursor = first.next
  expect((await read(operator, cursor, 10)).told).toEqual([])
  end()
  await overtaken
  const second = await read(operator, cursor, 10)
  expect(second.told).toMatchObject([{ id: slow.id, record: { name: '1' } }])
  expect((await read(operator, second.next, 10)).told).toEqual([])
})

test('eight writers at once: a reader beside them misses nothing, sees nothing twice, and never an older record after a newer', async () => {
  const { id: school, operator } = await newSchool()
  const people = await Promise.all(Array.from({ length: 12 }, () => newStudent(operator, { name: '0' })))
  const begin = await startOf(operator)
  const random = (count: number) => Math.floor(Math.random() * count)
  const anybody = () => people[random(people.length)]?.id ?? 0

  /** Transactions of one to three people in the order of their ids, so that none waits for another in a circle. */
  async function write(rounds: number): Promise<void> {
    for (let round = 0; round < rounds; round++) {
      const ids = [...new Set(Array.from({ length: 1 + random(3) }, anybody))].sort((a, b) => a - b)
      await transaction<{ ok: boolean }>(db, async (tx) => {
        for (const id of ids) {
          await raise(tx, operator, id)
          // Some stay open while others begin and end.
          await pause(random(12))
        }
        return { ok: random(6) > 0 }
      })
    }
  }
  async function comeAndGo(rounds: number): Promise<void> {
    const { id } = await newStudent(operator, { name: '0' })
    for (let round = 0; round < rounds; round++) {
      const { change_set } = value(await removePeople(db, operator, { ids: [id] }))
      await pause(random(12))
      value(await undo(db, operator, { change_set }))
    }
  }

  const told: Told[] = []
  const places: number[] = []
  let writing = true
  async function follow(limit: number, seen: (page: Awaited<ReturnType<typeof read>>) => void): Promise<void> {
    let cursor = begin
    for (let last = false; ; ) {
      const page = await read(operator, cursor, limit)
      seen(page)
      cursor = page.next
      if (last && page.told.length === 0) return
      last = !writing
    }
  }
  const singles = follow(1, (page) => {
    told.push(...page.told)
    if (page.to > page.from) places.push(page.to)
  })
  const latest = new Map<number, string | undefined>()
  const inPages = follow(7, (page) => {
    for (const { id, record } of page.told) latest.set(id, record?.name)
  })
  const writers = [...Array.from({ length: 7 }, () => write(25)), comeAndGo(12)]
  await Promise.all(writers).finally(() => {
    writing = false
  })
  await Promise.all([singles, inPages])

  const counts = await db.sql<{ id: number; count: number }>(
    `SELECT noun_id AS id, count(*)::int AS count FROM change
     WHERE school_id = $1 AND NOT (action = 'create' AND noun_id = ANY($2::int[])) GROUP BY 1`,
    [school, people.map(({ id }) => id)],
  )
  const toldOf = (id: number) => told.filter((each) => each.id === id)
  expect(counts.length).toBe(13)
  expect(Object.fromEntries(counts.map(({ id }) => [id, toldOf(id).length]))).toEqual(
    Object.fromEntries(counts.map(({ id, count }) => [id, count])),
  )
  const first = readCursor(begin)?.position ?? 0
  expect(places).toEqual(places.map((_, index) => first + index + 1))
  for (const { id } of people) {
    const numbers = toldOf(id).map(({ record }) => Number(record?.name))
    expect(numbers).toEqual([...numbers].sort((a, b) => a - b))
  }
  const now = await db.sql<{ id: number; name: string }>('SELECT id, name FROM person WHERE school_id = $1', [school])
  for (const { id, name } of now)
    expect([toldOf(id).at(-1)?.record?.name, latest.get(id)], String(id)).toEqual([name, name])
}, 60_000)
