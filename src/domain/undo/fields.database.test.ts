import { beforeAll, expect, test } from 'vitest'
import { newField, newSchool, newStudent, testDb, unique, value } from '@/testing/factories'
import type { Actor } from '../actor'
import { createApiKey } from '../api-keys/commands'
import { createField, removeField, reorderFields, restoreField, updateField } from '../fields/commands'
import { listFields } from '../fields/queries'
import type { Field } from '../fields/schema'
import { record } from '../history/record'
import { patchPerson } from '../people/commands'
import { setRegistrations } from '../schools/commands'
import { takesRegistrations } from '../schools/queries'
import { previewUndo, undo } from './commands'

const nobody = { delete: 0, restore: 0, change: 0 }
let actor: Actor
beforeAll(async () => {
  actor = (await newSchool()).operator
})

const lastSet = async (): Promise<string> => {
  const [row] = await testDb.sql<{ id: string }>('SELECT max(id)::text AS id FROM change_set WHERE school_id = $1', [
    actor.schoolId,
  ])
  return row?.id ?? ''
}
const after = async (work: Promise<unknown>): Promise<string> => {
  await work
  return lastSet()
}
const preview = async (change_set: string, including: number[] | 'all' = []) =>
  value(await previewUndo(testDb, actor, { change_set, including }))
const undone = async (change_set: string, including: number[] | 'all' = []) =>
  value(await undo(testDb, actor, { change_set, including }))
const find = async (id: number): Promise<Field | undefined> =>
  value(await listFields(testDb, { ...actor, fieldsVersion: 1_000_000 }, {})).find((field) => field.id === id)

test('a field that was made goes, one that was deleted comes back, and both can be undone again', async () => {
  const field = await newField(actor, { label: '宿舍' })
  const made = await lastSet()
  const gone = await undone(made)
  expect(gone.fields).toEqual({ ...nobody, delete: 1 })
  expect(await find(field.id)).toBeUndefined()
  const back = await undone(gone.change_set)
  expect(back.fields).toEqual({ ...nobody, restore: 1 })
  expect(await find(field.id)).toMatchObject({ label: '宿舍' })
  const removed = await after(removeField(testDb, actor, { name: field.name }))
  await undone(removed)
  expect(await find(field.id)).toMatchObject({ label: '宿舍' })
})

test('a definition goes back as far as nobody changed it since', async () => {
  const field = await newField(actor, { role: 2, type: 2, options: ['a', 'b'], label: 'one' })
  const set = await after(
    updateField(testDb, actor, { name: field.name, patch: { label: 'two', options: ['a', 'b', 'c'] } }),
  )
  value(await updateField(testDb, actor, { name: field.name, patch: { required: true } }))
  expect(await preview(set)).toMatchObject({ fields: { ...nobody, change: 1 }, conflictCount: 0 })
  const done = await undone(set)
  expect(await find(field.id)).toMatchObject({ label: 'one', options: ['a', 'b'], required: true })
  const [change] = await testDb.sql('SELECT before, after FROM change WHERE change_set_id = $1::bigint', [
    done.change_set,
  ])
  expect(change).toEqual({
    before: { label: 'two', options: ['a', 'b', 'c'] },
    after: { label: 'one', options: ['a', 'b'] },
  })
  await undone(done.change_set)
  value(await updateField(testDb, actor, { name: field.name, patch: { label: 'three' } }))
  expect(await preview(set)).toMatchObject({
    fields: nobody,
    conflicts: [{ noun: 'field', id: field.id, name: 'three', reason: 'changed', keys: ['label'], choosable: true }],
  })
  await undone(set, [field.id])
  expect(await find(field.id)).toMatchObject({ label: 'one' })
})

test('what people hold, a name taken meanwhile and a field deleted meanwhile stand in the way', async () => {
  const field = await newField(actor, { type: 2, options: ['a'] })
  const made = await lastSet()
  const student = await newStudent(actor, { values: { [field.name]: 'a' } })
  expect(await preview(made)).toMatchObject({ fields: nobody, conflicts: [{ reason: 'held', choosable: true }] })

  const widened = await after(updateField(testDb, actor, { name: field.name, patch: { options: ['a', 'b'] } }))
  value(await patchPerson(testDb, actor, student.id, { values: { [field.name]: 'b' } }, 'flat'))
  expect(await preview(widened, 'all')).toMatchObject({ conflicts: [{ reason: 'unfit', choosable: false }] })

  const renamed = await after(updateField(testDb, actor, { name: field.name, patch: { name: unique('other') } }))
  value(await createField(testDb, actor, { name: field.name, label: 'x', role: 1 }))
  expect(await preview(renamed, 'all')).toMatchObject({ conflicts: [{ reason: 'taken', choosable: false }] })

  const removed = await after(removeField(testDb, actor, { name: (await find(field.id))?.name ?? '' }))
  expect(await preview(renamed, 'all')).toMatchObject({ conflicts: [{ reason: 'deleted', choosable: false }] })
  await testDb.sql(`UPDATE field SET deleted_at = now() - interval '40 days' WHERE id = $1`, [field.id])
  expect(await preview(removed, 'all')).toMatchObject({ conflicts: [{ reason: 'too_late', choosable: false }] })
  expect(await restoreField(testDb, actor, { id: field.id })).toMatchObject({ failure: { reason: 'too_late' } })
})

test('an order goes back; an order that is the same is not recorded', async () => {
  const school = await newSchool()
  const names = [unique('x'), unique('y'), unique('z')]
  for (const name of names) await newField(school.operator, { name })
  const order = async () =>
    value(await listFields(testDb, { ...school.operator, fieldsVersion: 99 }, {})).map(({ name }) => name)
  const last = async () => {
    const [row] = await testDb.sql<{ id: string }>('SELECT max(id)::text AS id FROM change_set WHERE school_id = $1', [
      school.id,
    ])
    return row?.id ?? ''
  }
  value(await reorderFields(testDb, school.operator, { role: 1, names: [...names].reverse() }))
  const set = await last()
  value(await reorderFields(testDb, school.operator, { role: 1, names: [...names].reverse() }))
  expect(await last()).toBe(set)
  value(await undo(testDb, school.operator, { change_set: set }))
  expect(await order()).toEqual(names)
})

test('an act on people and fields goes back together: an option with the one who held it', async () => {
  const field = await newField(actor, { type: 2, options: ['a'] })
  const student = await newStudent(actor, { values: { [field.name]: 'a' } })
  value(await updateField(testDb, actor, { name: field.name, patch: { options: ['a', 'new'] } }))
  value(await patchPerson(testDb, actor, student.id, { values: { [field.name]: 'new' } }, 'flat'))
  const set = await record(
    testDb,
    actor,
    [
      {
        noun: 'field',
        nounId: field.id,
        action: 'update',
        before: { options: ['a'] },
        after: { options: ['a', 'new'] },
      },
      {
        noun: 'person',
        nounId: student.id,
        action: 'update',
        before: { ext: { [field.id]: 'a' } },
        after: { ext: { [field.id]: 'new' } },
      },
    ],
    { kind: 'import', title: '高一.csv' },
  )
  expect(await preview(set)).toMatchObject({ people: { change: 1 }, fields: { change: 1 }, conflictCount: 0 })
  expect(await find(field.id), 'a preview moves nothing').toMatchObject({ options: ['a', 'new'] })
  await undone(set)
  expect(await find(field.id)).toMatchObject({ options: ['a'] })
})

test('whether the school takes registrations goes back', async () => {
  const set = await after(setRegistrations(testDb, actor, { open: false }))
  expect(await preview(set)).toMatchObject({ school: 1 })
  await undone(set)
  expect(value(await takesRegistrations(testDb, actor))).toEqual({ open: true })
})

test('keys, accounts and passwords are told apart as what no undo brings back', async () => {
  const set = await after(createApiKey(testDb, actor, { name: 'timetable' }))
  expect(await preview(set)).toMatchObject({ people: nobody, fixed: [{ noun: 'api-key', count: 1 }] })
  expect(await undo(testDb, actor, { change_set: set })).toMatchObject({ failure: { reason: 'nothing_to_undo' } })
  const student = await newStudent(actor)
  const password = await after(patchPerson(testDb, actor, student.id, { password: 'correct horse 9' }, 'flat'))
  expect(await preview(password)).toMatchObject({ people: nobody, fixed: [{ noun: 'password', count: 1 }] })
})
