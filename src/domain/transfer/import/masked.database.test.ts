import { buffer } from 'node:stream/consumers'
import { expect, test } from 'vitest'
import { actorIn, newGuardian, newSchool, newStudent, testDb, value } from '@/testing/factories'
import { readFile, rowsOf, run } from '@/testing/imports'
import type { Actor } from '../../actor'
import { listPeople } from '../../people/queries'
import { exportPeople } from '../export'
import { fixRow } from './fix'

const [idcard, phone] = ['99010519491231002X', '10033916349']

async function family() {
  const { id, operator } = await newSchool()
  const student = await newStudent(operator, { usin: 'A1', name: '张三', idcard, phone, outer_id: 'o1' })
  await newStudent(operator, { usin: 'A2', name: '李四', idcard: 'E12345678', phone: '62345678' })
  await newGuardian(operator, student.id, {
    usin: 'G1',
    name: '张父',
    phone: '10033916348',
    idcard: '990105194912310038',
  })
  return { teacher: actorIn(id, 'teacher'), operator }
}
const everybody = async (actor: Actor) => value(await listPeople(testDb, actor, { roles: [1, 2, 8] }, 'flat')).json
const judged = async (actor: Actor, id: number) =>
  (await rowsOf(actor, id)).map(({ kind, issues }) => [kind, issues.map(({ target, reason }) => `${target} ${reason}`)])

test.each(['csv', 'xlsx'] as const)(
  'a masked export (%s) imported again is no change, guardians beside it too',
  async (format) => {
    const { teacher, operator } = await family()
    const before = await everybody(operator)
    const file = await buffer(value(await exportPeople(testDb, teacher, { role: 1, format })).bytes)
    const read = await readFile(operator, file, { fileName: `a.${format}` })
    expect(await judged(operator, read.id)).toEqual([
      ['unchanged', []],
      ['unchanged', []],
    ])
    expect(await run(operator, read.id)).toMatchObject({ state: 'done', counts: { unchanged: 2 } })
    expect(await everybody(operator)).toBe(before)
  },
)

test('masked guardians in a list of their own are no change', async () => {
  const { teacher, operator } = await family()
  const before = await everybody(operator)
  const file = await buffer(value(await exportPeople(testDb, teacher, { role: 8, format: 'csv' })).bytes)
  const read = await readFile(operator, file, { role: 8 })
  expect(await judged(operator, read.id)).toEqual([['unchanged', []]])
  await run(operator, read.id)
  expect(await everybody(operator)).toBe(before)
})

test('the number beside a masked one changes alone', async () => {
  const { operator } = await family()
  const file = `学号,姓名,届别,手机,身份证号,父亲姓名,父亲手机,父亲身份证号
A1,张三,2027,10033916000,990105********002X,张父,100＊＊＊＊6348,990105194912310011`
  const read = await readFile(operator, file)
  expect(await judged(operator, read.id)).toEqual([['changed', []]])
  await run(operator, read.id)
  const rows: unknown = JSON.parse(await everybody(operator))
  expect(rows).toMatchObject([
    { usin: 'A1', phone: '10033916000', idcard },
    { usin: 'A2' },
    { usin: 'G1', phone: '10033916348', idcard: '990105194912310011' },
  ])
})

test('any other number with a star is refused with the reason, whoever’s it is', async () => {
  const { operator } = await family()
  const before = await everybody(operator)
  const file = `学号,姓名,届别,手机,身份证号,父亲姓名,父亲手机,母亲姓名,母亲身份证号
A1,张三,2027,100****6340,,,,,
A2,李四,2027,,E1*****79,,,,
A3,王五,2027,100****6349,1101**********002X,,,,
A4,赵六,2027,,,赵父,100****6348,,
A1,张三,2027,,,张父,100****6349,,
A2,李四,2027,,,,,李母,1101**********002X`
  const lines = file.split('\n')
  for (const [line, expected] of [
    [1, ['phone masked']],
    [2, ['idcard masked']],
    [3, ['phone masked', 'idcard masked']],
    [4, ['father.phone masked']],
    [5, ['father.phone masked']],
    [6, ['mother.idcard masked']],
  ] as const) {
    const read = await readFile(operator, [lines[0], lines[line]].join('\n'))
    const [row] = await judged(operator, read.id)
    expect(row?.[0], lines[line]).toBe('wrong')
    expect([...(row?.[1] ?? [])].sort(), lines[line]).toEqual([...expected].sort())
  }
  expect(await everybody(operator)).toBe(before)
})

test('as the key of a file a masked number finds nobody', async () => {
  const { operator } = await family()
  const read = await readFile(operator, '身份证号,姓名,学号,届别\n9901**********002X,张三丰,A9,2027', {
    settings: { key: 'idcard' },
  })
  expect(await judged(operator, read.id)).toEqual([['wrong', ['idcard masked']]])
})

test('a row that the way of the import passes over is not refused for its mask', async () => {
  const { operator } = await family()
  const file = '学号,姓名,届别,手机\nA1,张三,2027,100****0000\nA9,新人,2027,100****0000'
  const add = await readFile(operator, file, { settings: { mode: 'add' } })
  expect((await judged(operator, add.id)).map(([kind]) => kind)).toEqual(['passed', 'wrong'])
  const update = await readFile(operator, file, { settings: { mode: 'update' } })
  expect((await judged(operator, update.id)).map(([kind]) => kind)).toEqual(['wrong', 'passed'])
})

test('a refused mask is put right in the preview', async () => {
  const { operator } = await family()
  const read = await readFile(operator, '学号,姓名,届别,手机\nA1,张三,2027,100****0000')
  value(await fixRow(testDb, operator, { id: read.id, line: 2, cells: { 3: '100****6349' } }))
  expect(await judged(operator, read.id)).toEqual([['unchanged', []]])
  value(await fixRow(testDb, operator, { id: read.id, line: 2, cells: { 3: '10033916000' } }))
  expect(await judged(operator, read.id)).toEqual([['changed', []]])
})
