import { expect, test } from 'vitest'
import { newField, newGuardian, newSchool, newStudent, testDb, value } from '@/testing/factories'
import { configure, readFile, rowsOf, run, work } from '@/testing/imports'
import type { Actor } from '../../actor'
import { listPeople, parsePeople } from '../../people/queries'
import type { Person } from '../../people/schema'
import { addImportOptions, cancelImport, discardImport, runImport } from './commands'
import { fixRow, wantRows } from './fix'
import { listMissing } from './missing'
import { getImport, listUnknownOptions } from './queries'
import { refusedFile } from './refused-file'

const people = async (actor: Actor, role: 1 | 2 | 8 = 1): Promise<Person[]> =>
  parsePeople(
    value(
      await listPeople(testDb, actor, { roles: [role], per_page: 1000, sort: { by: 'usin', desc: false } }, 'nested'),
    ).json,
  )

test('one key twice, a likely duplicate, and lost digits are said; cells are put right in place', async () => {
  const { operator } = await newSchool()
  const there = await newStudent(operator, { usin: 'A1', name: '张三', phone: '13800000001' })
  const file = `学号,姓名,手机,毕业年份,身份证号\nB1,张三,13800000001,2027,\nB2,李四,,2027,\nB2,李四,,2027,\nB3,王五,,2027,1.70111E+17\n`
  const { id } = await readFile(operator, file)
  expect(
    (await rowsOf(operator, id)).map(({ kind, like, issues }) => [
      kind,
      like,
      issues.map(({ reason, line }) => [reason, line]),
    ]),
  ).toEqual([
    ['duplicate', { person_id: there.id, usin: 'A1', name: '张三' }, []],
    ['new', null, []],
    ['wrong', null, [['twice', 3]]],
    ['wrong', null, [['digits_lost', undefined]]],
  ])
  value(await fixRow(testDb, operator, { id, line: 4, cells: { '0': 'B4' } }))
  value(await fixRow(testDb, operator, { id, line: 5, cells: { '1': '王小五' } }))
  expect((await rowsOf(operator, id)).map(({ kind, fixed }) => [kind, fixed])).toEqual([
    ['duplicate', []],
    ['new', []],
    ['new', [0]],
    ['wrong', [1]],
  ])
  value(await fixRow(testDb, operator, { id, line: 5, cells: { '4': '110101200801010019' } }))
  value(await wantRows(testDb, operator, { id, lines: [2], wanted: true }))
  expect(value(await getImport(testDb, operator, { id })).counts).toMatchObject({ new: 4, wrong: 0, duplicate: 0 })
  await run(operator, id)
  expect((await people(operator)).map(({ usin, name }) => [usin, name])).toEqual([
    ['A1', '张三'],
    ['B1', '张三'],
    ['B2', '李四'],
    ['B3', '王小五'],
    ['B4', '李四'],
  ])
})

test('guardians beside students become linked people, one for siblings, and are found again', async () => {
  const { operator } = await newSchool()
  const old = await newStudent(operator, { usin: 'S0', name: '赵零' })
  const father = await newGuardian(operator, old.id, { name: '赵父', phone: '13900000000' })
  const file = `学号,姓名,毕业年份,父亲姓名,父亲电话,母亲姓名,母亲电话\nS0,赵零,2027,赵父,13900000009,,\nS1,钱一,2027,钱父,13900000001,孙母,13900000002\nS2,钱二,2028,钱父,13900000001,,\nS3,李三,2027,,13900000003,,\n`
  const { id, counts } = await readFile(operator, file)
  expect(counts).toMatchObject({ changed: 1, new: 2, wrong: 1 })
  expect((await run(operator, id)).counts).toMatchObject({ guardians: 2 })
  const [students, guardians] = [await people(operator), await people(operator, 8)]
  expect(students.map(({ usin }) => usin)).toEqual(['S0', 'S1', 'S2'])
  expect(guardians.map(({ usin, name, phone, guardian_role }) => [usin, name, phone, guardian_role])).toEqual([
    [father.usin, '赵父', '13900000009', 1],
    ['PS11', '钱父', '13900000001', 1],
    ['PS12', '孙母', '13900000002', 2],
  ])
  const links = await testDb.sql<{ count: number }>(
    'SELECT count(*)::int AS count FROM guardianship WHERE school_id = $1',
    [operator.schoolId],
  )
  expect(links).toEqual([{ count: 4 }])
  const again = await readFile(operator, file)
  expect(again.counts).toMatchObject({ unchanged: 3, wrong: 1, new: 0, changed: 0 })
})

test('a full sync archives who is missing, but many only by their number', async () => {
  const { operator } = await newSchool()
  for (const usin of ['S1', 'S2', 'S3']) await newStudent(operator, { usin })
  const { id } = await readFile(operator, '学号,姓名,毕业年份\nS1,张三,2027\n')
  const read = await configure(operator, { id, settings: { mode: 'sync' } })
  expect(read).toMatchObject({ counts: { missing: 2, active: 3 }, confirm: 2 })
  expect(value(await listMissing(testDb, operator, { id, page: 1, per_page: 10 })).total).toBe(2)
  expect(await run(operator, id)).toMatchObject({ state: 'ready', problem: { kind: 'confirm', missing: 2, active: 3 } })
  expect(await run(operator, id, 1)).toMatchObject({ state: 'ready', problem: { kind: 'confirm' } })
  expect((await people(operator)).map(({ status }) => status)).toEqual([1, 1, 1])
  expect(await run(operator, id, 2)).toMatchObject({ state: 'done', counts: { archived: 2 } })
  expect((await people(operator)).map(({ status }) => status)).toEqual([1, 2, 2])
  // Who is in the next file is there again.
  const back = await readFile(operator, '学号,姓名,毕业年份\nS1,张三,2027\nS2,张三,2027\n', {
    settings: { mode: 'sync' },
  })
  expect(await run(operator, back.id)).toMatchObject({ state: 'done' })
  expect((await people(operator)).map(({ status }) => status)).toEqual([1, 1, 2])
})

test('unknown options are added on the spot, refused rows come back in a file that can be imported', async () => {
  const { operator } = await newSchool()
  const field = await newField(operator, { label: '班级', type: 2, options: ['一班'] })
  const { id, counts } = await readFile(
    operator,
    '学号,姓名,毕业年份,班级\nS1,张三,2027,二班\nS2,"李,四",二〇二七,一班\n',
  )
  expect(counts).toMatchObject({ wrong: 2 })
  expect(value(await listUnknownOptions(testDb, operator, { id }))).toEqual([
    { field: field.name, label: '班级', options: [{ option: '二班', count: 1 }] },
  ])
  const holder = crypto.randomUUID()
  const { job } = value(await addImportOptions(testDb, operator, { id, field: field.name, options: ['二班'] }))
  await work(job, holder)
  expect(await run(operator, id)).toMatchObject({ counts: { new: 1, wrong: 1 } })
  let text = ''
  for await (const part of value(await refusedFile(testDb, operator, { id, language: 'zh' })).text) text += part
  expect(text).toBe(
    '\ufeff学号,姓名,毕业年份,班级,未导入的原因\r\nS2,"李,四",二〇二七,一班,毕业年份：“二〇二七”不是整数\r\n',
  )
  const again = await readFile(operator, text.replace('二〇二七', '2027'))
  expect(again).toMatchObject({ targets: ['usin', 'name', 'graduates_in', field.name, null], counts: { new: 1 } })
})

test('imports of one school at the same moment make nobody twice', async () => {
  const { operator } = await newSchool()
  const file = `学号,姓名,毕业年份\n${Array.from({ length: 50 }, (_, n) => `S${n},张三,2027`).join('\n')}`
  const read = await Promise.all([1, 2, 3].map(() => readFile(operator, file)))
  const done = await Promise.all(read.map(({ id }) => run(operator, id)))
  expect(done.map(({ state }) => state)).toEqual(['done', 'done', 'done'])
  expect(done.map(({ counts }) => counts.new).sort()).toEqual([0, 0, 50])
  expect(await people(operator)).toHaveLength(50)
})

test('a cancelled import leaves nothing, and can be written later; a discarded one is gone', async () => {
  const { operator } = await newSchool()
  const { id } = await readFile(operator, '学号,姓名,毕业年份\nS1,张三,2027\n')
  const { job } = value(await runImport(testDb, operator, { id }))
  value(await cancelImport(testDb, operator, { id }))
  await work(job, crypto.randomUUID())
  expect(value(await getImport(testDb, operator, { id }))).toMatchObject({ state: 'ready', problem: null })
  expect(await people(operator)).toEqual([])
  expect(await run(operator, id)).toMatchObject({ state: 'done' })
  value(await discardImport(testDb, operator, { id }))
  const left = await testDb.sql('SELECT 1 AS one FROM import_row WHERE import_id = $1', [id])
  expect([left, value(await getImport(testDb, operator, { id })).cleared]).toEqual([[], true])
})

test('a definition that changes after the reading is gone by, and a number taken since is said', async () => {
  const { operator } = await newSchool()
  const { id } = await readFile(operator, '学号,姓名,毕业年份,外部编号\nS1,张三,2027,X1\nS2,李四,2027,X2\n')
  await newStudent(operator, { usin: 'Q1', outer_id: 'X2' })
  await newField(operator, { required: true })
  const done = await run(operator, id)
  expect(done).toMatchObject({ state: 'done', counts: { wrong: 2, new: 0 } })
})

test('guardians of their own file are linked by their student’s number', async () => {
  const { operator } = await newSchool()
  await newStudent(operator, { usin: 'S1' })
  const { id, counts } = await readFile(
    operator,
    '家长姓名,关系,手机,学生学号\n张父,父亲,13800000001,S1\n李母,母亲,,S9\n',
    { role: 8 },
  )
  expect(counts).toMatchObject({ new: 1, wrong: 1 })
  await run(operator, id)
  expect(await people(operator, 8)).toMatchObject([{ usin: 'PS11', name: '张父', guardian_role: 1 }])
})
