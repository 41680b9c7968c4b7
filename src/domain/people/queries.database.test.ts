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

test('in any order and however narrowed, the pages make up the list, and so does the stream', async () => {
  const { operator, field } = await school()
  for (const name of ['李四', '张三']) await newStudent(operator, { name, graduates_in: 2028 })
  const narrowed: PersonListInput[] = [
    {},
    { q: '三' },
    { graduates_in: [2028] },
    { values: { [field.name]: ['住校', ''] } },
  ]
  for (const by of ['id', 'name', 'usin', 'graduates_in', 'updated_at', field.name]) {
    for (const list of narrowed.flatMap((each) => [true, false].map((desc) => ({ ...each, sort: { by, desc } })))) {
      const all = await names(operator, list)
      const pages = await Promise.all(all.map((_, n) => names(operator, { ...list, page: n + 1, per_page: 1 })))
      expect(pages.flat(), JSON.stringify(list)).toEqual(all)
      const stream = value(await streamPeople(testDb, operator, { ...list, page: 2, per_page: 2 }, 'nested'))
      const streamed: string[] = []
      for await (const rows of stream.batches) streamed.push(...rows)
      expect(parsePeople(`[${streamed}]`).map(({ name }) => name)).toEqual(all.slice(2, 4))
      expect(stream.total).toBe(all.length)
    }
  }
})

test('whatever a word is part of has its keys', async () => {
  const texts = ['张三 zhangsan zs s001', '𠮷野 ye y s002', 'maría josé 王 wang w a-1']
  const words = await testDb.sql<{ word: string; keys: number; held: boolean }>(
    `SELECT word, cardinality(mingce_search_keys(7, word)) AS keys, mingce_search_keys(7, text) @> mingce_search_keys(7, word) AS held
     FROM unnest($1::text[]) AS text, generate_series(1, length(text)) AS start, generate_series(1, 5) AS size,
       substr(text, start, size) AS word WHERE position(' ' IN word) = 0`,
    [texts],
  )
  expect(words.length).toBeGreaterThan(100)
  for (const { word, keys, held } of words) {
    expect(held, word).toBe(true)
    // A word without a key would be looked for in everybody.
    if (!/^[ -~]$/.test(word)) expect(keys, word).toBeGreaterThan(0)
  }
  const [other] = await testDb.sql('SELECT mingce_search_keys(7, $1) && mingce_search_keys(8, $1) AS shared', [
    '张三 zs',
  ])
  expect(other).toEqual({ shared: false })
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

test('changed since a moment, wherever it was written', async () => {
  const { operator } = await school()
  expect(await names(operator, { updated_since: '2026-01-01T00:00:00+23:59' })).toHaveLength(4)
  expect(await names(operator, { updated_since: '9999-12-31T23:59:59.999Z' })).toEqual([])
})
