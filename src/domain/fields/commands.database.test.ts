import { expect, test } from 'vitest'
import { actorIn, newField, newSchool, newStudent, testDb, unique, value } from '@/testing/factories'
import type { Actor } from '../actor'
import { patchPerson } from '../people/commands'
import { parsePerson, readPerson } from '../people/queries'
import { createField, removeField, reorderFields, restoreField, updateField } from './commands'
import { listDeletedFields, listHeldFields, optionHolders } from './queries'

const valuesOf = async (actor: Actor, id: number) =>
  parsePerson(value(await readPerson(testDb, actor, { id }, 'nested'))).values
const names = async (actor: Actor) => value(await listHeldFields(testDb, actor, {})).map(({ name }) => name)

test('names that are built in, or mean something to JavaScript, are refused', async () => {
  const { operator } = await newSchool()
  for (const name of [
    'role',
    'password',
    'Values',
    'constructor',
    '__proto__',
    'toString',
    'then',
    'q',
    '1abc',
    'a-b',
    '',
  ]) {
    expect(await createField(testDb, operator, { name, label: 'x', role: 1 }), name).toMatchObject({
      failure: { issues: [{ field: 'name' }] },
    })
  }
})

test('a name is taken whatever its case, and everything wrong is said at once', async () => {
  const { operator } = await newSchool()
  const { name } = await newField(operator)
  expect(await createField(testDb, operator, { name: name.toUpperCase(), label: '', role: 3, type: 2 })).toMatchObject({
    failure: {
      issues: [
        { field: 'label', reason: 'blank' },
        { field: 'role', reason: 'invalid' },
        { field: 'name', reason: 'taken' },
      ],
    },
  })
  expect(await createField(testDb, operator, { name: unique('f'), label: 'x', role: 1, type: 2 })).toMatchObject({
    failure: { issues: [{ field: 'options', reason: 'blank' }] },
  })
  expect(
    await createField(testDb, operator, { name: unique('f'), label: 'x', role: 1, type: 2, options: ['a', 'a'] }),
  ).toMatchObject({ failure: { issues: [{ field: 'options', reason: 'taken' }] } })
})

test('values move along with a new name', async () => {
  const { operator } = await newSchool()
  const { name } = await newField(operator)
  const person = await newStudent(operator, { values: { [name]: '高' } })
  const renamed = unique('g')
  value(await updateField(testDb, operator, { name, patch: { name: renamed } }))
  expect(await valuesOf(operator, person.id)).toEqual({ [renamed]: '高' })
})

test('text becomes a choice when every value in use is an option, and an option in use stays', async () => {
  const { operator } = await newSchool()
  const { name } = await newField(operator)
  const person = await newStudent(operator, { values: { [name]: '高' } })
  const stuck = { field: 'options', reason: 'option_in_use', value: '高', count: 1 }
  expect(await updateField(testDb, operator, { name, patch: { type: 2, options: ['矮'] } })).toMatchObject({
    failure: { issues: [stuck] },
  })
  value(await updateField(testDb, operator, { name, patch: { type: 2, options: ['高', '矮'] } }))
  expect(await updateField(testDb, operator, { name, patch: { options: ['矮'] } })).toMatchObject({
    failure: { issues: [stuck] },
  })
  expect(value(await optionHolders(testDb, operator, { name }))).toEqual({ 高: 1 })
  value(await patchPerson(testDb, operator, person.id, { values: { [name]: '' } }, 'flat'))
  value(await updateField(testDb, operator, { name, patch: { options: ['矮'] } }))
})

test('a field made again starts empty; the old one comes back with its values when the name is free', async () => {
  const { operator } = await newSchool()
  const old = await newField(operator)
  const person = await newStudent(operator, { values: { [old.name]: '高' } })
  value(await removeField(testDb, operator, { name: old.name }))
  expect(await valuesOf(operator, person.id)).toEqual({})
  await newField(operator, { name: old.name })
  expect(await valuesOf(operator, person.id)).toEqual({ [old.name]: '' })
  expect(await restoreField(testDb, operator, { id: old.id })).toMatchObject({
    failure: { issues: [{ reason: 'taken' }] },
  })
  value(await removeField(testDb, operator, { name: old.name }))
  expect(value(await listDeletedFields(testDb, operator)).map(({ holders }) => holders)).toEqual([0, 1])
  value(await restoreField(testDb, operator, { id: old.id }))
  expect(await valuesOf(operator, person.id)).toEqual({ [old.name]: '高' })
})

test('after thirty days it is too late', async () => {
  const { operator } = await newSchool()
  const { id, name } = await newField(operator)
  value(await removeField(testDb, operator, { name }))
  await testDb.sql(`UPDATE field SET deleted_at = now() - interval '31 days' WHERE id = $1`, [id])
  expect(value(await listDeletedFields(testDb, operator))).toEqual([])
  expect(await restoreField(testDb, operator, { id })).toMatchObject({
    failure: { kind: 'refused', reason: 'too_late' },
  })
})

test('a field that two people hold the same value of cannot forbid repeats', async () => {
  const { operator } = await newSchool()
  const { name } = await newField(operator)
  await newStudent(operator, { values: { [name]: '1' } })
  const twin = await newStudent(operator, { values: { [name]: '1' } })
  expect(await updateField(testDb, operator, { name, patch: { unique: true } })).toMatchObject({
    failure: { issues: [{ field: 'unique', count: 2 }] },
  })
  value(await patchPerson(testDb, operator, twin.id, { values: { [name]: '2' } }, 'flat'))
  value(await updateField(testDb, operator, { name, patch: { unique: true } }))
  expect(await patchPerson(testDb, operator, twin.id, { values: { [name]: '1' } }, 'flat')).toMatchObject({
    failure: { issues: [{ field: name, reason: 'taken' }] },
  })
})

test('fields stand in the order that was asked for, and are counted', async () => {
  const { operator } = await newSchool()
  const [a, b, c] = [await newField(operator), await newField(operator), await newField(operator)]
  value(await reorderFields(testDb, operator, { role: 1, names: [c.name, a.name] }))
  expect(await names(operator)).toEqual([c.name, a.name, b.name])
  await newStudent(operator, { values: { [a.name]: 'x' } })
  expect(value(await listHeldFields(testDb, operator, { role: 1 })).map(({ holders }) => holders)).toEqual([0, 1, 0])
})

test('fields of another school are out of reach, and a reader changes nothing', async () => {
  const [mine, theirs] = [await newSchool(), await newSchool()]
  const { id, name } = await newField(theirs.operator)
  for (const attempt of [
    updateField(testDb, mine.operator, { name, patch: { label: 'x' } }),
    removeField(testDb, mine.operator, { name }),
    restoreField(testDb, mine.operator, { id }),
  ])
    expect(await attempt).toMatchObject({ failure: { kind: 'not_found' } })
  expect(await removeField(testDb, actorIn(theirs.id, 'teacher'), { name })).toMatchObject({
    failure: { kind: 'forbidden' },
  })
})
