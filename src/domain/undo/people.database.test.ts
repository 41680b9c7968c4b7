import { beforeAll, describe, expect, test } from 'vitest'
import { newField, newGuardian, newSchool, newStudent, testDb, unique, value } from '@/testing/factories'
import type { Actor } from '../actor'
import { createPerson, patchPerson } from '../people/commands'
import { parsePerson, readPerson } from '../people/queries'
import { removePeople, setStatus } from '../people/remove'
import type { Person } from '../people/schema'
import { previewUndo, undo } from './commands'

const nobody = { delete: 0, restore: 0, change: 0 }
let actor: Actor
beforeAll(async () => {
  actor = (await newSchool()).operator
})

const lastSet = async (of = actor): Promise<string> => {
  const [row] = await testDb.sql<{ id: string }>('SELECT max(id)::text AS id FROM change_set WHERE school_id = $1', [
    of.schoolId,
  ])
  return row?.id ?? ''
}
const patch = async (id: number, input: object, by = actor): Promise<string> => {
  value(await patchPerson(testDb, by, id, input, 'nested'))
  return lastSet(by)
}
const read = async (id: number): Promise<Person | undefined> => {
  const found = await readPerson(testDb, actor, { id }, 'nested')
  return found.ok ? parsePerson(found.value) : undefined
}
const preview = async (change_set: string, including: number[] | 'all' = []) =>
  value(await previewUndo(testDb, actor, { change_set, including }))
const undone = async (change_set: string, including: number[] | 'all' = []) =>
  value(await undo(testDb, actor, { change_set, including }))
const derived = (id: number) =>
  testDb.sql<object>('SELECT sort_name, search_text, version FROM person WHERE id = $1', [id])

describe('one edit', () => {
  test('goes back whole, derived text, unique value and all, and its undo can be undone', async () => {
    const badge = await newField(actor, { unique: true })
    const student = await newStudent(actor, {
      name: '李雷',
      phone: '13800138000',
      entered_at: '2024-09-01',
      values: { [badge.name]: 'A1' },
    })
    const [before] = await derived(student.id)
    const set = await patch(student.id, {
      name: '韩梅梅',
      usin: unique('new'),
      phone: '',
      entered_at: null,
      outer_id: unique('o'),
      values: { [badge.name]: 'B2' },
    })
    const edited = await read(student.id)
    expect(await preview(set)).toMatchObject({ people: { ...nobody, change: 1 }, conflictCount: 0, fixed: [] })
    expect((await read(student.id))?.name, 'a preview moves nothing').toBe('韩梅梅')

    const done = await undone(set)
    expect(done).toMatchObject({ people: { ...nobody, change: 1 }, left: 0 })
    expect(await read(student.id)).toEqual({ ...student, updated_at: expect.any(String) })
    expect(await derived(student.id)).toEqual([{ ...before, version: 3 }])
    const taken = await createPerson(
      testDb,
      actor,
      { usin: unique('S'), name: 'x', role: 1, graduates_in: 2027, values: { [badge.name]: 'A1' } },
      'nested',
    )
    expect(taken).toMatchObject({ failure: { issues: [{ field: badge.name, reason: 'taken' }] } })

    const [change] = await testDb.sql<{ before: object; after: object }>(
      'SELECT before, after FROM change WHERE change_set_id = $1::bigint',
      [done.change_set],
    )
    expect(change).toMatchObject({
      before: { name: '韩梅梅', phone: '', entered_at: null, ext: { [badge.id]: 'B2' } },
      after: {
        name: '李雷',
        phone: '13800138000',
        entered_at: '2024-09-01',
        outer_id: null,
        ext: { [badge.id]: 'A1' },
      },
    })
    await undone(done.change_set)
    expect(await read(student.id)).toEqual({ ...edited, updated_at: expect.any(String) })
    expect(await undo(testDb, actor, { change_set: done.change_set })).toMatchObject({
      failure: { kind: 'refused', reason: 'nothing_to_undo' },
    })
  })

  test('what was changed later is a conflict by name, left alone unless chosen; other values are none', async () => {
    const field = await newField(actor)
    const student = await newStudent(actor, { phone: '1', values: { [field.name]: 'a' } })
    const set = await patch(student.id, { phone: '2', values: { [field.name]: 'b' } })
    await patch(student.id, { email: 'later@example.com' })
    expect(await preview(set)).toMatchObject({ conflictCount: 0, people: { change: 1 } })
    await patch(student.id, { phone: '3', values: { [field.name]: 'c' } })

    expect(await preview(set)).toMatchObject({
      people: nobody,
      conflictCount: 1,
      choosableCount: 1,
      conflicts: [
        {
          id: student.id,
          name: student.name,
          reason: 'changed',
          choosable: true,
          keys: ['phone', `ext.${field.id}`],
          labels: ['', field.label],
        },
      ],
    })
    expect(await undo(testDb, actor, { change_set: set })).toMatchObject({ failure: { reason: 'nothing_to_undo' } })
    expect(await undone(set, [student.id])).toMatchObject({ people: { change: 1 }, left: 0 })
    expect(await read(student.id)).toMatchObject({
      phone: '1',
      email: 'later@example.com',
      values: { [field.name]: 'a' },
    })
  })

  test('a number that somebody took meanwhile, and somebody deleted meanwhile, cannot be chosen', async () => {
    const [moved, gone] = [await newStudent(actor), await newStudent(actor)]
    const set = await patch(moved.id, { usin: unique('m') })
    await newStudent(actor, { usin: moved.usin })
    expect(await preview(set, 'all')).toMatchObject({
      people: nobody,
      conflicts: [{ id: moved.id, reason: 'taken', keys: ['usin'], choosable: false }],
    })
    const other = await patch(gone.id, { name: '王五' })
    await removePeople(testDb, actor, { ids: [gone.id] })
    expect(await preview(other, 'all')).toMatchObject({
      people: nobody,
      choosableCount: 0,
      conflicts: [{ id: gone.id, reason: 'deleted', choosable: false }],
    })
  })

  test('an option that the field has no more is not put back', async () => {
    const house = await newField(actor, { type: 2, options: ['red', 'blue', 'green'] })
    const student = await newStudent(actor, { values: { [house.name]: 'red' } })
    const set = await patch(student.id, { values: { [house.name]: 'blue' } })
    await testDb.sql(`UPDATE field SET options = '{blue,green}' WHERE id = $1`, [house.id])
    expect(await preview(set, 'all')).toMatchObject({
      conflicts: [{ reason: 'unfit', labels: [house.label], choosable: false }],
    })
  })

  test('a guardian goes back to the child and the relation they had', async () => {
    const [one, two] = [await newStudent(actor), await newStudent(actor)]
    const guardian = await newGuardian(actor, one.id, { guardian_role: 2 })
    const set = await patch(guardian.id, { student_id: two.id, guardian_role: 0 })
    const done = await undone(set)
    expect(await read(guardian.id)).toMatchObject({ student_id: one.id, guardian_role: 2 })
    await undone(done.change_set)
    expect(await read(guardian.id)).toMatchObject({ student_id: two.id, guardian_role: 0 })
    await patch(guardian.id, { guardian_role: 1 })
    expect(await preview(done.change_set)).toMatchObject({ people: nobody })
    expect(await preview(set)).toMatchObject({ conflicts: [{ id: guardian.id, reason: 'changed', keys: ['link'] }] })
  })

  test('two who swapped numbers swap them back', async () => {
    const [one, two] = [await newStudent(actor), await newStudent(actor)]
    const set = unique('9').replace(/\D/g, '').slice(-9)
    await testDb.sql(
      `WITH cs AS (INSERT INTO change_set (school_id, via, kind) VALUES ($1, 'page', 'import') RETURNING id)
       INSERT INTO change (change_set_id, school_id, noun, noun_id, action, before, after)
       SELECT cs.id, $1, 'person', x.id, 'update', jsonb_build_object('usin', x.old), jsonb_build_object('usin', x.new)
       FROM cs, (VALUES ($2::int, $4::text, $5::text), ($3::int, $5::text, $4::text)) AS x(id, old, new)`,
      [actor.schoolId, one.id, two.id, one.usin, two.usin],
    )
    await testDb.sql('UPDATE person SET usin = $2 WHERE id = $1', [one.id, `x${set}`])
    await testDb.sql('UPDATE person SET usin = $2 WHERE id = $1', [two.id, one.usin])
    await testDb.sql('UPDATE person SET usin = $2 WHERE id = $1', [one.id, two.usin])
    expect(await undone(await lastSet())).toMatchObject({ people: { change: 2 }, left: 0 })
    expect([(await read(one.id))?.usin, (await read(two.id))?.usin]).toEqual([one.usin, two.usin])
  })
})

describe('a person who was made', () => {
  test('is deleted, and comes back when the undo is undone', async () => {
    const student = await newStudent(actor)
    const done = await undone(await lastSet())
    expect(done.people).toEqual({ ...nobody, delete: 1 })
    expect(await read(student.id)).toBeUndefined()
    expect((await undone(done.change_set)).people).toEqual({ ...nobody, restore: 1 })
    expect(await read(student.id)).toEqual({ ...student, updated_at: expect.any(String) })
  })

  test('is left alone when something was added since: a value, a guardian, an account; not when that went back', async () => {
    const field = await newField(actor)
    const student = await newStudent(actor)
    const made = await lastSet()
    const later = await patch(student.id, { phone: '5', values: { [field.name]: 'v' } })
    expect(await preview(made)).toMatchObject({
      people: nobody,
      conflicts: [
        { reason: 'changed', keys: [`ext.${field.id}`, 'phone'], labels: [field.label, ''], choosable: true },
      ],
    })
    await undone(later)
    expect(await preview(made)).toMatchObject({ people: { delete: 1 }, conflictCount: 0 })

    const guardian = await newGuardian(actor, student.id)
    expect(await preview(made)).toMatchObject({ people: nobody, conflicts: [{ reason: 'guardians' }] })
    expect(await undone(made, 'all')).toMatchObject({ people: { delete: 1 } })
    expect(await read(guardian.id), 'goes along').toBeUndefined()
    await undone(await lastSet())
    expect(await read(guardian.id)).toMatchObject({ student_id: student.id })

    const withPassword = await newStudent(actor, { password: 'of the first hour 7' })
    expect(await preview(await lastSet()), 'the account came with the person').toMatchObject({ people: { delete: 1 } })
    const madeToo = await lastSet()
    await testDb.sql('DELETE FROM account WHERE person_id = $1', [withPassword.id])
    await patch(withPassword.id, { password: 'of a later hour 77' })
    expect(await preview(madeToo)).toMatchObject({ people: nobody, conflicts: [{ reason: 'account' }] })
  })
})

describe('people who were deleted', () => {
  test('come back with the guardians who went along; who was brought back already is no matter', async () => {
    const [one, two] = [await newStudent(actor), await newStudent(actor)]
    const guardian = await newGuardian(actor, one.id)
    const { change_set } = value(await removePeople(testDb, actor, { ids: [one.id, two.id] }))
    expect(await preview(change_set)).toMatchObject({ people: { ...nobody, restore: 3 } })
    await undone(change_set)
    expect(await read(guardian.id)).toMatchObject({ student_id: one.id })
    expect(await undo(testDb, actor, { change_set })).toMatchObject({ failure: { reason: 'nothing_to_undo' } })
  })

  test('stay where their number was taken, and so does the guardian of nobody else; the others come back', async () => {
    const badge = await newField(actor, { unique: true })
    const [byNumber, byValue, free] = [
      await newStudent(actor),
      await newStudent(actor, { values: { [badge.name]: 'held' } }),
      await newStudent(actor),
    ]
    const guardian = await newGuardian(actor, byNumber.id)
    const ids = [byNumber.id, byValue.id, free.id]
    const { change_set } = value(await removePeople(testDb, actor, { ids }))
    await newStudent(actor, { usin: byNumber.usin })
    await newStudent(actor, { values: { [badge.name]: 'held' } })
    expect(await preview(change_set, 'all')).toMatchObject({
      people: { ...nobody, restore: 1 },
      choosableCount: 0,
      conflicts: [
        { id: byNumber.id, reason: 'taken', keys: ['usin'] },
        { id: byValue.id, reason: 'taken', labels: [badge.label] },
        { id: guardian.id, reason: 'student' },
      ],
    })
    expect(await undone(change_set)).toMatchObject({ people: { restore: 1 }, left: 3 })
    expect([await read(free.id), await read(byNumber.id), await read(guardian.id)]).toMatchObject([
      { id: free.id },
      undefined,
      undefined,
    ])
  })

  test('and deleted again since are brought back only when chosen', async () => {
    const student = await newStudent(actor)
    const { change_set } = value(await removePeople(testDb, actor, { ids: [student.id] }))
    await undone(change_set)
    value(await removePeople(testDb, actor, { ids: [student.id] }))
    expect(await preview(change_set)).toMatchObject({
      people: nobody,
      conflicts: [{ reason: 'deleted', choosable: true }],
    })
    expect(await undone(change_set, [student.id])).toMatchObject({ people: { restore: 1 } })
  })
})

test('of a bulk edit, those changed since are left alone and counted', async () => {
  const people = [await newStudent(actor), await newStudent(actor), await newStudent(actor)]
  value(await setStatus(testDb, actor, { ids: people.map(({ id }) => id), status: 2 }))
  const set = await lastSet()
  await patch(people[1]?.id ?? 0, { status: 4 })
  expect(await undone(set)).toMatchObject({ people: { ...nobody, change: 2 }, left: 1 })
  expect((await Promise.all(people.map(({ id }) => read(id)))).map((person) => person?.status)).toEqual([1, 4, 1])
})
