import { describe, expect, test } from 'vitest'
import { newGuardian, newSchool, newStudent, testDb, value } from '@/testing/factories'
import type { Actor } from '../actor'
import { patchPerson } from '../people/commands'
import { removePeople, setStatus } from '../people/remove'
import { listDue } from './due'
import { listPersonalActs } from './log'
import { readRetention, setRetention } from './retention'
import { nightlyRetention, runRetention } from './run'

const off = { student: null, teacher: null, guardian: null, nightly: false }
const page = { page: 1, per_page: 20 }
const night = () => new Date('2026-01-01T19:00:00Z')
const signal = new AbortController().signal

const left = async (operator: Actor, years: number, extra: object = {}) => {
  const person = await newStudent(operator, { ...extra, status: 2 })
  await testDb.sql(`UPDATE person SET left_at = now() - make_interval(years => $2) - interval '1 day' WHERE id = $1`, [
    person.id,
    years,
  ])
  return person
}
const dueIds = async (operator: Actor) => value(await listDue(testDb, operator, page)).rows.map(({ id }) => id)
const there = async (operator: Actor) =>
  (await testDb.sql<{ id: number }>('SELECT id FROM person WHERE school_id = $1 ORDER BY id', [operator.schoolId])).map(
    ({ id }) => id,
  )

test('the database knows since when somebody has left', async () => {
  const { operator } = await newSchool()
  const { id } = await newStudent(operator)
  const leftAt = async () => {
    const [row] = await testDb.sql<{ left: string | null; today: boolean }>(
      `SELECT left_at::text AS left, coalesce(left_at > now() - interval '1 minute', false) AS today FROM person WHERE id = $1`,
      [id],
    )
    return row
  }
  expect((await leftAt())?.left).toBeNull()
  value(await setStatus(testDb, operator, { ids: [id], status: 2 }))
  const since = await leftAt()
  expect(since?.today).toBe(true)
  value(await patchPerson(testDb, operator, id, { name: '李四' }, 'nested'))
  value(await removePeople(testDb, operator, { ids: [id] }))
  expect(await leftAt(), 'deleted after having been archived').toEqual(since)
  await testDb.sql('UPDATE person SET deleted_at = NULL, status = 1 WHERE id = $1', [id])
  expect((await leftAt())?.left).toBeNull()
  value(await setStatus(testDb, operator, { ids: [id], status: 4 }))
  expect((await leftAt())?.left, 'disabled').toBeNull()
})

describe('the rules', () => {
  test('pick exactly those who are due, and go away with them', async () => {
    const { operator } = await newSchool()
    const other = await newSchool()
    await left(other.operator, 9)
    const due = await left(operator, 5)
    const teacher = await left(operator, 9, { role: 2, graduates_in: null })
    const later = await left(operator, 4)
    const stays = await newStudent(operator)
    const only = await newGuardian(operator, due.id)
    const both = await newGuardian(operator, due.id)
    await testDb.sql('INSERT INTO guardianship (guardian_id, student_id, school_id, position) VALUES ($1, $2, $3, 1)', [
      both.id,
      stays.id,
      operator.schoolId,
    ])
    expect(await dueIds(operator), 'off by default').toEqual([])
    expect(await runRetention(testDb, operator, { expected: 1 })).toMatchObject({
      failure: { kind: 'changed_meanwhile' },
    })
    value(await setRetention(testDb, operator, { ...off, student: 5 }))
    expect(value(await listDue(testDb, operator, page))).toMatchObject({
      total: 2,
      rows: [
        { id: due.id, along: false },
        { id: only.id, along: true, left_at: null },
      ],
    })
    expect(value(await listDue(testDb, operator, { page: 2, per_page: 20 }))).toEqual({ rows: [], total: 2 })
    expect(await runRetention(testDb, operator, { expected: 1 })).toMatchObject({
      failure: { kind: 'changed_meanwhile' },
    })
    expect(value(await runRetention(testDb, operator, { expected: 2 }))).toMatchObject({ people: 2, left: 0 })
    expect(await there(operator)).toEqual([teacher.id, later.id, stays.id, both.id].sort((a, b) => a - b))
    expect(await there(other.operator)).toHaveLength(1)
    expect(value(await listPersonalActs(testDb, operator, page)).rows).toMatchObject([
      { kind: 'erasure', people: 2, person: null, by_rule: 'hand' },
    ])
  })

  test('are kept, and recorded where they change', async () => {
    const { operator } = await newSchool()
    expect(value(await readRetention(testDb, operator))).toEqual({ ...off, last_run_at: null, history_years: 3 })
    const rules = { ...off, teacher: 3, nightly: true }
    value(await setRetention(testDb, operator, rules))
    value(await setRetention(testDb, operator, rules))
    expect(value(await readRetention(testDb, operator))).toMatchObject(rules)
    const changes = await testDb.sql(`SELECT before, after FROM change WHERE school_id = $1 AND noun = 'school'`, [
      operator.schoolId,
    ])
    expect(changes).toEqual([
      {
        before: { erase_nightly: false, erase_teachers_after: null },
        after: { erase_nightly: true, erase_teachers_after: 3 },
      },
    ])
  })

  test('are changed one by one: the others stay', async () => {
    const { operator } = await newSchool()
    value(await setRetention(testDb, operator, { student: 5, nightly: true }))
    value(await setRetention(testDb, operator, { teacher: 3 }))
    expect(value(await readRetention(testDb, operator))).toMatchObject({ student: 5, teacher: 3, nightly: true })
    value(await setRetention(testDb, operator, { student: null }))
    expect(value(await readRetention(testDb, operator))).toMatchObject({ ...off, teacher: 3, nightly: true })
  })

  test('run by themselves once a night where that is wanted, in one process of several', async () => {
    const [wanted, unwanted] = [await newSchool(), await newSchool()]
    for (const { operator } of [wanted, unwanted]) await left(operator, 2)
    value(await setRetention(testDb, wanted.operator, { ...off, student: 1, nightly: true }))
    value(await setRetention(testDb, unwanted.operator, { ...off, student: 1 }))
    await nightlyRetention(() => new Date('2026-01-01T04:00:00Z')).run(testDb, signal)
    expect(await there(wanted.operator), 'by day').toHaveLength(1)
    await Promise.all([nightlyRetention(night).run(testDb, signal), nightlyRetention(night).run(testDb, signal)])
    expect(await there(wanted.operator)).toEqual([])
    expect(await there(unwanted.operator)).toHaveLength(1)
    expect(value(await listPersonalActs(testDb, wanted.operator, page)).rows).toMatchObject([
      { people: 1, by_rule: 'night', author: '' },
    ])
    await left(wanted.operator, 2)
    await nightlyRetention(night).run(testDb, signal)
    expect(await there(wanted.operator), 'the same night').toHaveLength(1)
  })

  test('run in the next night though the clock was a year ahead when they ran last', async () => {
    const { operator } = await newSchool()
    await left(operator, 2)
    value(await setRetention(testDb, operator, { ...off, student: 1, nightly: true }))
    await testDb.sql(`UPDATE retention SET last_run_at = now() + interval '1 year' WHERE school_id = $1`, [
      operator.schoolId,
    ])
    await nightlyRetention(night).run(testDb, signal)
    expect(await there(operator)).toEqual([])
  })
})
