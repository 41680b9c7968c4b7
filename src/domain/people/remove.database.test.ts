import { expect, test } from 'vitest'
import { newGuardian, newSchool, newStudent, testDb, unique, value } from '@/testing/factories'
import { listPeople, readPerson } from './queries'
import { removePeople, setStatus } from './remove'

const there = async (actor: Parameters<typeof readPerson>[1], id: number) =>
  (await readPerson(testDb, actor, { id }, 'flat')).ok

test('deleting frees the numbers and takes along guardians without another child', async () => {
  const { operator } = await newSchool()
  const [one, two] = [await newStudent(operator, { outer_id: unique('o') }), await newStudent(operator)]
  const only = await newGuardian(operator, one.id)
  const both = await newGuardian(operator, one.id)
  await testDb.sql('INSERT INTO guardianship (guardian_id, student_id, school_id, position) VALUES ($1, $2, $3, 1)', [
    both.id,
    two.id,
    operator.schoolId,
  ])

  const removed = value(await removePeople(testDb, operator, { ids: [one.id] }))
  expect(removed).toMatchObject({ count: 1, guardians: 1 })
  expect([await there(operator, one.id), await there(operator, only.id), await there(operator, both.id)]).toEqual([
    false,
    false,
    true,
  ])
  const kept = JSON.parse(value(await readPerson(testDb, operator, { id: both.id }, 'flat')))
  expect(kept.student_id, 'the link to a child who is gone is not the first').toBe(two.id)
  expect(await removePeople(testDb, operator, { ids: [one.id] })).toMatchObject({ failure: { kind: 'not_found' } })
})

test('people of another school are neither deleted nor given a status', async () => {
  const [mine, theirs] = [await newSchool(), await newSchool()]
  const person = await newStudent(theirs.operator)
  expect(await removePeople(testDb, mine.operator, { ids: [person.id] })).toMatchObject({
    failure: { kind: 'not_found' },
  })
  expect(value(await setStatus(testDb, mine.operator, { ids: [person.id], status: 2 }))).toEqual({ count: 0 })
})

test('a status is given to many at once, and recorded', async () => {
  const { id, operator } = await newSchool()
  const people = [await newStudent(operator), await newStudent(operator), await newStudent(operator, { status: 2 })]
  expect(value(await setStatus(testDb, operator, { ids: people.map((each) => each.id), status: 2 }))).toMatchObject({
    count: 2,
  })
  expect(value(await listPeople(testDb, operator, { statuses: [2] }, 'flat')).total).toBe(3)
  const [row] = await testDb.sql<{ changes: number }>(
    `SELECT count(*)::int AS changes FROM change WHERE school_id = $1 AND action = 'update'`,
    [id],
  )
  expect(row?.changes).toBe(2)
})
