import { expect, test } from 'vitest'
import { actorIn, newField, newGuardian, newSchool, newStudent, testDb, value } from '@/testing/factories'
import type { Actor } from '../actor'
import { countPeople, listPeople, parsePeople, streamPeople } from './queries'
import type { PersonListInput } from './schema'

const names = async (actor: Actor, input: PersonListInput) =>
  parsePeople(value(await listPeople(testDb, actor, input, 'nested')).json).map(({ name }) => name)

async function school() {
  const { id, operator } = await newSchool()
  const field = await newField(operator, { type: 2, options: ['走读', '住校'] })
  for (const [name, graduates_in, boarding] of [
    ['张三', 2027, '走读'],
    ['张三丰', 2028, '住校'],
    ['李四', 2028, ''],
    ['欧阳娜娜', 2029, '住校'],
  ] as const) {
    await newStudent(operator, { name, graduates_in, values: { [field.name]: boarding } })
  }
  return { id, operator, field }
}

test('a name is found by any part, by pinyin, by initials', async () => {
  const { operator } = await school()
  for (const q of ['三', '张三', 'zs', 'zhangs', 'ZhangSan'])
    expect(await names(operator, { q, sort: { by: 'name', desc: false } }), q).toEqual(['张三', '张三丰'])
  expect(await names(operator, { q: 'oynn' })).toEqual(['欧阳娜娜'])
  expect(await names(operator, { q: '三丰' })).toEqual(['张三丰'])
  expect(await names(operator, { q: '%' })).toEqual([])
  expect(await names(operator, { q: 'zhang 丰' })).toEqual(['张三丰'])
})

test('filters and order go by built-in columns and by fields', async () => {
  const { operator, field } = await school()
  expect(await names(operator, { graduates_in: [2028], sort: { by: 'name', desc: false } })).toEqual(['李四', '张三丰'])
  expect(await names(operator, { values: { [field.name]: ['住校'] } })).toEqual(['张三丰', '欧阳娜娜'])
  expect(await names(operator, { values: { [field.name]: [''] } })).toEqual(['李四'])
  expect(await names(operator, { sort: { by: 'name', desc: true } })).toEqual(['张三丰', '张三', '欧阳娜娜', '李四'])
  expect(await listPeople(testDb, operator, { sort: { by: 'nonsense', desc: false } }, 'flat')).toMatchObject({
    ok: false,
  })
  expect(await listPeople(testDb, operator, { values: { nonsense: ['x'] } }, 'flat')).toMatchObject({
    failure: { issues: [{ field: 'nonsense', reason: 'unknown_key' }] },
  })
})

test('the count is exact, pages are whole, and past the end there is nobody', async () => {
  const { operator } = await school()
  const page = value(await listPeople(testDb, operator, { page: 2, per_page: 3 }, 'flat'))
  expect([page.total, JSON.parse(page.json).length]).toEqual([4, 1])
  const past = value(await listPeople(testDb, operator, { page: 9, per_page: 3 }, 'flat'))
  expect(past).toEqual({ total: 4, json: '[]' })
})

test('guardians are left out unless asked for, and know their child', async () => {
  const { operator } = await school()
  const child = await newStudent(operator, { name: '王五' })
  await newGuardian(operator, child.id, { name: '王父' })
  expect(await names(operator, {})).not.toContain('王父')
  const rows = parsePeople(
    value(await listPeople(testDb, operator, { roles: [8], student_id: child.id }, 'nested')).json,
  )
  expect(rows).toMatchObject([{ name: '王父', student_id: child.id, guardian_role: 1, values: {} }])
})

test('whoever may not see personal numbers cannot ask by them', async () => {
  const { id, operator } = await school()
  await newStudent(operator, { name: '赵六', phone: '10033916349' })
  expect(await names(operator, { q: '6349' })).toEqual(['赵六'])
  const blind = actorIn(id, 'teacher')
  expect(await names(blind, { q: '6349' })).toEqual([])
  expect(await listPeople(testDb, blind, { phone: '10033916349' }, 'flat')).toMatchObject({
    failure: { kind: 'invalid' },
  })
})

test('a stream gives the same rows as a page', async () => {
  const { operator } = await school()
  const stream = value(await streamPeople(testDb, operator, { per_page: 100_000 }, 'flat'))
  const rows: string[] = []
  for await (const batch of stream.batches) rows.push(...batch)
  expect(`[${rows.join(',')}]`).toBe(value(await listPeople(testDb, operator, { per_page: 100 }, 'flat')).json)
  expect(stream.total).toBe(4)
})

test('a school counts its people by status and cohort', async () => {
  const { operator } = await school()
  expect(value(await countPeople(testDb, operator, { role: 1 }))).toEqual({
    statuses: [{ value: 1, count: 4 }],
    cohorts: [
      { value: 2029, count: 1 },
      { value: 2028, count: 2 },
      { value: 2027, count: 1 },
    ],
  })
})
