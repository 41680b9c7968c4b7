import { expect, test } from 'vitest'
import { actorIn, newSchool, newStudent, testDb, unique, value } from '@/testing/factories'
import type { Issue, Result } from '../errors'
import { createPerson, patchPerson } from './commands'
import { parsePerson, readPerson } from './queries'

const issues = (result: Result<unknown>): Issue[] =>
  result.ok || result.failure.kind !== 'invalid' ? [] : result.failure.issues
const fieldsOf = (result: Result<unknown>) =>
  issues(result)
    .map(({ field }) => field)
    .sort()

test('a masked number is no change where it is today’s mask or the former one, whoever sends it; any other is refused', async () => {
  const { id, operator } = await newSchool()
  const { id: person } = await newStudent(operator, { idcard: '99010519491231002X', phone: '10033916349' })
  const reader = () => readPerson(testDb, operator, { id: person }, 'flat').then(value)
  const before = await reader()
  for (const actor of [operator, actorIn(id, 'api_key', ['people:read', 'people:write'])]) {
    for (const idcard of ['9901**********002X', '990105********002X', ' 9901＊＊＊＊＊＊＊＊＊＊002X'])
      value(await patchPerson(testDb, actor, person, { idcard, phone: '100****6349' }, 'flat'))
    expect(await reader()).toBe(before)
    for (const idcard of ['9901*********002X', '990106********002X', '*', '＊＊', '99010519491231002*'])
      expect(issues(await patchPerson(testDb, actor, person, { idcard }, 'flat')), idcard).toEqual([
        { field: 'idcard', reason: 'masked', value: idcard },
      ])
    for (const phone of ['100****6340', '1003391634*'])
      expect(issues(await patchPerson(testDb, actor, person, { phone }, 'flat')), phone).toEqual([
        { field: 'phone', reason: 'masked', value: phone },
      ])
    const made = { usin: unique('S'), name: 'x', role: 1, graduates_in: 2027 }
    for (const key of ['idcard', 'phone'])
      expect(
        fieldsOf(await createPerson(testDb, actor, { ...made, [key]: '9901**********002X' }, 'flat')),
        key,
      ).toEqual([key])
  }
  expect(await reader()).toBe(before)
})

test('a number that the caller cannot read is always written: the same one looks like any other', async () => {
  const { id, operator } = await newSchool()
  const numbers = { idcard: '99010519491231002X', phone: '10033916349' }
  const { id: person } = await newStudent(operator, numbers)
  const blind = actorIn(id, 'api_key', ['people:read', 'people:write'])
  const state = async () => {
    const [row] = await testDb.sql<{ version: number; changes: number; cells: string | null }>(
      `SELECT p.version, count(c.id)::int AS changes, (array_agg((SELECT string_agg(k, ',' ORDER BY k) FROM jsonb_object_keys(c.after) k) ORDER BY c.id DESC))[1] AS cells
       FROM person p LEFT JOIN change c ON c.noun = 'person' AND c.noun_id = p.id WHERE p.id = $1 GROUP BY p.id`,
      [person],
    )
    return {
      ...row,
      updated_at: parsePerson(value(await readPerson(testDb, blind, { id: person }, 'nested'))).updated_at,
    }
  }
  for (const [key, same, other] of [
    ['idcard', numbers.idcard, '99010519491231003X'],
    ['phone', numbers.phone, '10033916340'],
  ] as const) {
    for (const text of [same, other, same]) {
      const before = await state()
      value(await patchPerson(testDb, blind, person, { [key]: text }, 'flat'))
      const after = await state()
      expect(after, text).toMatchObject({
        version: Number(before.version) + 1,
        changes: Number(before.changes) + 1,
        cells: key,
      })
      expect(after.updated_at > before.updated_at, text).toBe(true)
    }
  }
  const before = await state()
  value(await patchPerson(testDb, operator, person, numbers, 'flat'))
  expect(await state(), 'whoever reads it changes nothing').toEqual(before)
  value(await patchPerson(testDb, blind, person, { idcard: '', phone: null }, 'flat'))
  const cleared = await state()
  value(await patchPerson(testDb, blind, person, { idcard: '', phone: '' }, 'flat'))
  expect(await state(), 'that there is none is no secret').toEqual(cleared)
})
