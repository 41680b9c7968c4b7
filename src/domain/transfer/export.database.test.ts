import { buffer } from 'node:stream/consumers'
import { describe, expect, test } from 'vitest'
import { openDb } from '@/infra/db'
import { tableLimits } from '@/infra/tables/table'
import { openParts } from '@/infra/tables/xlsx/zip'
import { testDatabaseUrl } from '@/testing/database'
import { actorIn, newField, newGuardian, newSchool, newStudent, testDb, unique, value } from '@/testing/factories'
import { rowsOf, tableFolder } from '@/testing/tables'
import type { Actor } from '../actor'
import { chinaDay } from '../dates'
import { createPerson } from '../people/commands'
import { exportPeople, type OutFile } from './export'
import type { ExportInput } from './schema'
import { templateFile } from './template'

const { table, write } = tableFolder()

const sheetOf = async (file: OutFile) => {
  const read = await table(await buffer(file.bytes))
  return { sheet: read.sheet, header: read.header, rows: (await rowsOf(read)).map(({ cells }) => cells) }
}
const exported = async (actor: Actor, input: ExportInput) => sheetOf(value(await exportPeople(testDb, actor, input)))
/** Title and cell of a row that is the only one. */
const only = async (actor: Actor, input: ExportInput) => {
  const { header, rows } = await exported(actor, input)
  expect(rows).toHaveLength(1)
  return Object.fromEntries(header.map((title, at) => [title, rows[0]?.[at]]))
}

const idcard = '110101200001011237'
const phone = '13800138000'

async function family() {
  const { id, operator } = await newSchool()
  const room = await newField(operator, { label: '宿舍', type: 2, options: ['东', '西'] })
  const boards = await newField(operator, { label: '住宿', type: 5 })
  const born = await newField(operator, { label: '生日', type: 4 })
  const student = await newStudent(operator, {
    ...{ usin: unique('0'), name: '=张三', gender: 'f', duration: 3, entered_at: '2024-09-01', idcard, phone },
    values: { [room.name]: '东', [boards.name]: 'true', [born.name]: '2009-05-06' },
  })
  await newGuardian(operator, student.id, { name: '张父', phone: '13900139000' })
  await newGuardian(operator, student.id, { name: '李母', guardian_role: 2, idcard })
  return { id, operator, student, fields: [room, boards, born] }
}

describe.each(['xlsx', 'csv'] as const)('as %s', (format) => {
  test('students with their fields and guardians, in words', async () => {
    const { operator, student } = await family()
    expect(await only(operator, { role: 1, format })).toEqual({
      ...{ 学号: student.usin, 姓名: '=张三', 性别: '女', 届别: '2027', 学制: '3', 入学日期: '2024-09-01' },
      ...{ 手机: phone, 邮箱: '', 身份证号: idcard, 外部编号: '', 状态: '正常', 头像: '' },
      ...{ 宿舍: '东', 住宿: '是', 生日: '2009-05-06' },
      ...{ 父亲姓名: '张父', 父亲手机: '13900139000', 父亲身份证号: '' },
      ...{ 母亲姓名: '李母', 母亲手机: '', 母亲身份证号: idcard },
      ...{ 监护人姓名: '', 监护人手机: '', 监护人身份证号: '' },
    })
  })

  test('guardians with their student, in English', async () => {
    const { operator, student } = await family()
    const { header, rows } = await exported(operator, {
      role: 8,
      format,
      language: 'en',
      columns: ['name', 'student', 'guardian_role'],
    })
    expect(header).toEqual(['Name', 'Student number', 'Relation'])
    expect(rows).toEqual([
      ['张父', student.usin, 'Father'],
      ['李母', student.usin, 'Mother'],
    ])
  })

  test('an empty template with what is needed starred', async () => {
    const { operator } = await family()
    const { header, rows } = await sheetOf(value(await templateFile(testDb, operator, { role: 1, format })))
    expect(header.slice(0, 4)).toEqual(['学号*', '姓名*', '性别', '届别*'])
    expect(header).toContain('宿舍')
    expect(rows).toEqual([])
  })
})

test('a template explains itself on a sheet of its own, and warns of what is none of the options', async () => {
  const { operator } = await family()
  const bytes = await buffer(value(await templateFile(testDb, operator, { role: 1 })).bytes)
  const notes = await rowsOf(await table(bytes, '填写说明'))
  const said = Object.fromEntries(notes.map(({ cells }) => [cells[0], cells[1]]))
  expect(said).toMatchObject({ 姓名: '必填', 性别: '男、女', 宿舍: '东、西', 生日: '日期，例如 2024-09-01' })
  const parts = await openParts(await write(bytes), tableLimits)
  const chunks: Buffer[] = []
  for await (const chunk of parts.read('xl/worksheets/sheet1.xml')) chunks.push(chunk)
  parts.close()
  const sheet = Buffer.concat(chunks).toString()
  // Gender is the third column, and its two words the first of the sheet of options.
  expect(sheet).toContain('sqref="C2:C1048576"><formula1>\'学生_\'!$A$1:$A$2</formula1>')
  expect(sheet).toContain('ySplit="1"')
})

test('the chosen columns in the order of a file, of the chosen people', async () => {
  const { operator, fields } = await family()
  const other = await newStudent(operator, { name: '赵四', graduates_in: 2030 })
  const columns = [fields[0]?.name ?? '', 'name', 'graduates_in']
  expect(await exported(operator, { role: 1, columns, list: { ids: [other.id] } })).toEqual({
    ...{ sheet: '学生', header: ['姓名', '届别', '宿舍'], rows: [['赵四', '2030', '']] },
  })
  const list = { q: '赵', sort: { by: 'name', desc: true } }
  expect((await exported(operator, { role: 1, columns: ['name'], list })).rows).toEqual([['赵四']])
})

test('what is not there is refused by name', async () => {
  const { operator } = await family()
  expect(await exportPeople(testDb, operator, { role: 1, columns: ['name', 'nothing'] })).toEqual({
    ok: false,
    failure: { kind: 'invalid', issues: [{ field: 'columns', reason: 'unknown_key', value: 'nothing' }] },
  })
  expect(await exportPeople(testDb, operator, { role: 1, list: { values: { nothing: ['x'] } } })).toMatchObject({
    ok: false,
    failure: { kind: 'invalid', issues: [{ field: 'nothing', reason: 'unknown_key' }] },
  })
})

describe('who may', () => {
  test('without leave to see numbers they are starred, guardians’ too', async () => {
    const { id } = await family()
    const row = await only(actorIn(id, 'teacher'), { role: 1 })
    expect([row.手机, row.身份证号]).toEqual(['138****8000', '1101**********1237'])
    expect([row.父亲手机, row.母亲身份证号]).toEqual(['139****9000', '1101**********1237'])
  })
  test('whoever may not read the directory gets neither file nor template', async () => {
    const { id } = await family()
    const nobody = actorIn(id, 'self')
    for (const columns of [undefined, ['nothing']])
      expect(await exportPeople(testDb, nobody, { role: 1, columns })).toMatchObject({ failure: { kind: 'forbidden' } })
    expect(await templateFile(testDb, nobody, { role: 1 })).toMatchObject({ failure: { kind: 'forbidden' } })
  })
  test('nobody gets another school’s people by their ids', async () => {
    const [one, other] = [await family(), await family()]
    expect((await exported(one.operator, { role: 1, list: { ids: [other.student.id] } })).rows).toEqual([])
  })
})

test('each export is recorded, without what was searched for', async () => {
  const { id, operator } = await family()
  const file = value(
    await exportPeople(testDb, operator, { role: 1, columns: ['name'], list: { q: phone, statuses: [1] } }),
  )
  file.bytes.destroy()
  const name = `学生-${chinaDay(new Date())}.xlsx`
  expect([file.name, file.count]).toEqual([name, 1])
  const recorded = await testDb.sql(
    "SELECT title, note, via FROM change_set WHERE school_id = $1 AND kind = 'export'",
    [id],
  )
  expect(recorded).toEqual([{ title: name, note: '1 人；按搜索词；状态：正常；列：姓名', via: 'command-line' }])
})

test('a teacher of the same school is exported with their own fields alone', async () => {
  const { operator } = await family()
  value(await createPerson(testDb, operator, { role: 2, usin: unique('T'), name: '钱老师' }, 'nested'))
  const { header, rows } = await exported(operator, { role: 2 })
  expect(header).toEqual(['工号', '姓名', '性别', '入职日期', '手机', '邮箱', '身份证号', '外部编号', '状态', '头像'])
  expect(rows.map((cells) => cells[1])).toEqual(['钱老师'])
})

test('a database that takes no writes gives whoever runs the site their people, and nobody else', async () => {
  const { id, operator } = await newSchool()
  await newStudent(operator)
  const readOnly = openDb(`${testDatabaseUrl()}?options=-c%20default_transaction_read_only%3Don`, 2)
  try {
    const file = value(await exportPeople(readOnly, operator, { role: 1, format: 'csv' }))
    expect(file).toMatchObject({ count: 1, isRecorded: false })
    expect((await buffer(file.bytes)).toString().trim().split('\n')).toHaveLength(2)
    await expect(exportPeople(readOnly, await actorIn(id, 'school_admin'), { role: 1, format: 'csv' })).rejects.toThrow(
      'read-only',
    )
  } finally {
    await readOnly.end()
  }
})
