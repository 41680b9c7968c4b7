import { expect, test } from 'vitest'
import { newField, newSchool, newStudent, testDb, value } from '@/testing/factories'
import { configure, readFile, rowsOf, run } from '@/testing/imports'
import { listPeople, parsePeople } from '../../people/queries'

test('a file is read, previewed and written', async () => {
  const { operator } = await newSchool()
  const field = await newField(operator, { label: '班级', type: 2, options: ['一班', '二班'] })
  const there = await newStudent(operator, { usin: 'S1', name: '张三', values: { [field.name]: '一班' } })
  const same = await newStudent(operator, { usin: 'S2', name: '李四' })
  const file = `学号,姓名,性别,毕业年份,班级\nS1,张三丰,男,2027,二班\nS2,李四,,2027届,\nS3,王五,女,2028,一班\nS4,,女,20x8,三班\n`
  const read = await readFile(operator, file)
  expect(read).toMatchObject({ state: 'ready', targets: ['usin', 'name', 'gender', 'graduates_in', field.name] })
  expect(read.counts).toMatchObject({ new: 1, changed: 1, unchanged: 1, wrong: 1 })
  const rows = await rowsOf(operator, read.id)
  expect(rows[0]).toMatchObject({
    person_id: there.id,
    changes: [
      { target: 'name', before: '张三', after: '张三丰' },
      { target: 'gender', before: 'u', after: 'm' },
      { target: field.name, before: '一班', after: '二班' },
    ],
  })
  expect(rows[3]?.issues.map(({ column, reason }) => [column, reason])).toEqual([
    [3, 'not_integer'],
    [4, 'unknown_option'],
    [1, 'blank'],
  ])
  const done = await run(operator, read.id)
  expect(done).toMatchObject({ state: 'done', problem: null })
  const people = parsePeople(
    value(await listPeople(testDb, operator, { sort: { by: 'usin', desc: false } }, 'nested')).json,
  )
  expect(people.map(({ usin, name, gender, values }) => [usin, name, gender, values[field.name]])).toEqual([
    ['S1', '张三丰', 'm', '二班'],
    ['S2', '李四', 'u', ''],
    ['S3', '王五', 'f', '一班'],
  ])
  expect(people[1]?.updated_at).toBe(same.updated_at)
})

const people = '学号,姓名,毕业年份\nS1,新名,2027\nS2,李四,2027\n'

test.each([
  ['merge', ['changed', 'new'], ['新名', '李四']],
  ['add', ['passed', 'new'], ['张三', '李四']],
  ['update', ['changed', 'passed'], ['新名']],
] as const)('mode %s', async (mode, kinds, names) => {
  const { operator } = await newSchool()
  await newStudent(operator, { usin: 'S1', name: '张三' })
  const { id } = await readFile(operator, people)
  await configure(operator, { id, settings: { mode } })
  expect((await rowsOf(operator, id)).map(({ kind }) => kind)).toEqual(kinds)
  await run(operator, id)
  const listed = value(await listPeople(testDb, operator, { sort: { by: 'usin', desc: false } }, 'nested'))
  expect(parsePeople(listed.json).map(({ name }) => name)).toEqual(names)
})
