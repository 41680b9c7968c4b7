import { expect, test } from 'vitest'
import { newSchool, newStudent, testDb, value } from '@/testing/factories'
import type { Actor } from '../actor'
import { undo } from '../undo/commands'
import { createPerson } from './commands'
import { foldCounts } from './count'
import { countPeople, listPeople } from './queries'
import { removePeople } from './remove'
import type { PersonListInput } from './schema'

const total = async (actor: Actor, input: PersonListInput) =>
  value(await listPeople(testDb, actor, { ...input, per_page: 1 }, 'flat')).total

/** The count by sums, and by looking at everybody: a search for nothing that all have is no filter of the sums. */
async function both(actor: Actor, input: PersonListInput) {
  const looked = await total(actor, { ...input, updated_since: '2000-01-01T00:00:00Z' })
  expect(await total(actor, input), JSON.stringify(input)).toBe(looked)
  return looked
}
const fold = () => foldCounts.run(testDb, new AbortController().signal)
const rows = (schoolId: number) => testDb.prisma.personCount.count({ where: { schoolId } })

const lists: PersonListInput[] = [
  { roles: [1] },
  { roles: [1, 2, 8] },
  { roles: [1], statuses: [1, 4] },
  { roles: [1], graduates_in: [2028] },
  { roles: [1, 2], statuses: [2], graduates_in: [2028, 2029] },
]

test('the sums are what counting finds, whatever is written and before and after they are folded', async () => {
  const { id, operator } = await newSchool()
  const people = []
  for (const graduates_in of [2027, 2028, 2028, 2029]) people.push(await newStudent(operator, { graduates_in }))
  await createPerson(testDb, operator, { role: 2, usin: 'T1', name: '王老师' }, 'flat').then(value)
  expect(await both(operator, { roles: [1] })).toBe(4)
  for (const list of lists) await both(operator, list)

  // A statement that moves many, one that moves nobody, one that deletes, brings back, and deletes for good.
  await testDb.sql('UPDATE person SET status = 2 WHERE school_id = $1 AND graduates_in = 2028', [id])
  const before = await rows(id)
  await testDb.sql("UPDATE person SET email = 'a@example.cn' WHERE school_id = $1", [id])
  expect(await rows(id)).toBe(before)
  for (const list of lists) await both(operator, list)
  value(await removePeople(testDb, operator, { ids: people.slice(0, 2).map((each) => each.id) }))
  for (const list of lists) await both(operator, list)
  await testDb.sql('UPDATE person SET deleted_at = NULL WHERE school_id = $1 AND graduates_in = 2027', [id])
  await testDb.sql('DELETE FROM person WHERE school_id = $1 AND graduates_in = 2029', [id])
  for (const list of lists) await both(operator, list)
  expect(await both(operator, { roles: [1] })).toBe(2)

  expect(await rows(id)).toBeGreaterThan(3)
  await Promise.all([fold(), fold()])
  expect(await rows(id)).toBe(3)
  for (const list of lists) await both(operator, list)
  expect(value(await countPeople(testDb, operator, { role: 1 }))).toEqual({
    statuses: [
      { value: 1, count: 1 },
      { value: 2, count: 1 },
    ],
    cohorts: [
      { value: 2028, count: 1 },
      { value: 2027, count: 1 },
    ],
  })
})

test('a write that is taken back is not counted, and writers do not wait for each other', async () => {
  const { id, operator } = await newSchool()
  await newStudent(operator)
  const insert = `INSERT INTO person (school_id, role, usin, name, sort_name, search_text) VALUES (${id}, 1, $1, 'x', 'x', 'x')`
  await testDb.prisma
    .$transaction(async (tx) => {
      await tx.$executeRawUnsafe(insert, 'taken back')
      // Another writer comes and is done while this one is open.
      await newStudent(operator)
      expect(await both(operator, { roles: [1] })).toBe(2)
      throw new Error('taken back')
    })
    .catch(() => undefined)
  expect(await both(operator, { roles: [1] })).toBe(2)
})

test('whom an undo brings back or deletes, however many, are one sum of their kind', async () => {
  const { id, operator } = await newSchool()
  const people = []
  for (const graduates_in of [2027, 2028, 2028, 2028]) people.push(await newStudent(operator, { graduates_in }))
  const deleted = value(await removePeople(testDb, operator, { ids: people.map((each) => each.id) }))
  for (const [way, total] of [
    ['restore', 4],
    ['delete', 0],
    ['restore', 4],
  ] as const) {
    const [before, set] = [await rows(id), await newestSet(id)]
    expect(value(await undo(testDb, operator, { change_set: set })).people[way]).toBe(4)
    expect(await rows(id)).toBe(before + 2)
    expect(await both(operator, { roles: [1] })).toBe(total)
    for (const list of lists) await both(operator, list)
  }
  expect(await newestSet(id)).not.toBe(deleted.change_set)
  // Nobody else is left out of the trigger's sums for it.
  await testDb.sql('UPDATE person SET graduates_in = 2029 WHERE school_id = $1', [id])
  expect(await both(operator, { roles: [1], graduates_in: [2029] })).toBe(4)
})

const newestSet = async (schoolId: number) => {
  const [set] = await testDb.sql<{ id: string }>('SELECT max(id)::text AS id FROM change_set WHERE school_id = $1', [
    schoolId,
  ])
  return set?.id ?? ''
}
