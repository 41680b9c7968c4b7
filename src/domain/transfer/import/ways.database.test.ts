import { buffer } from 'node:stream/consumers'
import { expect, test } from 'vitest'
import { writeXlsx } from '@/infra/tables/xlsx/write'
import { newField, newSchool, newStudent, testDb, value } from '@/testing/factories'
import { readFile, rowsOf, run } from '@/testing/imports'
import type { Actor } from '../../actor'
import { listPeople, parsePeople } from '../../people/queries'
import type { Person } from '../../people/schema'

const people = async (actor: Actor): Promise<Person[]> =>
  parsePeople(value(await listPeople(testDb, actor, { sort: { by: 'usin', desc: false } }, 'nested')).json)

/** GB18030 of what its two-byte part can say. */
function gb18030(text: string): Uint8Array {
  const decoder = new TextDecoder('gb18030')
  const codes = new Map<string, number[]>()
  for (let high = 0x81; high <= 0xfe; high++)
    for (let low = 0x40; low <= 0xfe; low++) codes.set(decoder.decode(Uint8Array.of(high, low)), [high, low])
  return Uint8Array.from([...text].flatMap((letter) => codes.get(letter) ?? [letter.charCodeAt(0)]))
}

async function* once<T>(one: T): AsyncGenerator<T> {
  yield one
}
const xlsx = (titles: string[], ...rows: string[][]): Promise<Uint8Array> =>
  buffer(
    writeXlsx({
      sheet: '学生',
      columns: titles.map((title) => ({ title, type: title.endsWith('日期') ? 'date' : 'text' })),
      batches: once(rows),
    }),
  )

const idcards = ['11010120000101123X', '110101200001011245']

test('a workbook by the outer number: numbers change hands, dates and long numbers stay whole', async () => {
  const { operator } = await newSchool()
  await newStudent(operator, { usin: 'A1', name: '张三', outer_id: '0017', entered_at: '2024-09-01' })
  await newStudent(operator, { usin: 'A2', name: '李四', outer_id: '0018' })
  const file = await xlsx(
    ['外部编号', '学号', '姓名', '届别', '入学日期', '身份证号'],
    ['0017', '007', '张三', '2027', '2024-09-01', idcards[0] ?? ''],
    ['0018', 'A1', '李四', '2027', '2023-09-01', ''],
    ['0019', 'A3', '王五', '2028', '2025-09-01', idcards[1] ?? ''],
    ['', 'A4', '赵六', '2028', '', ''],
  )
  const read = await readFile(operator, file, { fileName: 'a.xlsx', settings: { key: 'outer_id' } })
  const rows = await rowsOf(operator, read.id)
  expect(rows.map(({ kind, changes, issues }) => [kind, changes.map(({ target }) => target), issues.length])).toEqual([
    ['changed', ['usin', 'idcard'], 0],
    // A1 is free only once the first row is written; who holds it now is said.
    ['wrong', ['usin', 'entered_at'], 1],
    ['new', [], 0],
    ['wrong', [], 1],
  ])
  expect(rows[1]?.issues).toMatchObject([{ target: 'usin', reason: 'taken' }])
  expect(rows[3]?.issues).toMatchObject([{ target: 'outer_id', reason: 'blank' }])
  expect(await run(operator, read.id)).toMatchObject({ state: 'done', counts: { new: 1, changed: 1, wrong: 2 } })
  expect(
    (await people(operator)).map(({ usin, outer_id, idcard, entered_at }) => [usin, outer_id, idcard, entered_at]),
  ).toEqual([
    ['007', '0017', idcards[0], '2024-09-01'],
    ['A2', '0018', '', ''],
    ['A3', '0019', idcards[1], '2025-09-01'],
  ])
})

test('GB18030 by the identity number, in whatever case; one that two people have is said', async () => {
  const { operator } = await newSchool()
  await newStudent(operator, { usin: 'A1', name: '张三', idcard: idcards[0]?.toLowerCase() })
  for (const usin of ['A2', 'A3']) await newStudent(operator, { usin, idcard: idcards[1] })
  const file = gb18030(
    `身份证号;学号;姓名;届别\r\n${idcards[0]};A1;张叁丰;2027\r\n${idcards[1]};A2;李四;2027\r\n110101200001011288;A9;镕堃;2029\r\n`,
  )
  const read = await readFile(operator, file, { settings: { key: 'idcard' } })
  const rows = await rowsOf(operator, read.id)
  expect(rows.map(({ kind, issues }) => [kind, issues.map(({ reason }) => reason)])).toEqual([
    ['changed', []],
    ['wrong', ['ambiguous']],
    ['new', []],
  ])
  await run(operator, read.id)
  const names = (await people(operator)).map(({ usin, name }) => [usin, name])
  expect(names).toEqual([
    ['A1', '张叁丰'],
    ['A2', '张三'],
    ['A3', '张三'],
    ['A9', '镕堃'],
  ])
})

test('an empty cell keeps what is there, or clears it where that is wanted, but nothing that has to be there', async () => {
  const { operator } = await newSchool()
  const field = await newField(operator, { label: '床号', unique: true })
  const full = { phone: '13800000000', email: 'a@b.cn', outer_id: 'X1', duration: 3, entered_at: '2024-09-01' }
  const values = { [field.name]: '7' }
  await newStudent(operator, { usin: 'A1', ...full, gender: 'f', idcard: idcards[0], values })
  const titles = '学号,姓名,届别,手机,邮箱,外部编号,学制,入学日期,性别,身份证号,床号'
  const file = `${titles}\nA1,张三,2027,,,,,,,,\nA2,,2027,,,,,,,,7\n`
  const kept = await readFile(operator, file)
  expect((await rowsOf(operator, kept.id)).map(({ kind }) => kind)).toEqual(['unchanged', 'wrong'])
  const read = await readFile(operator, file, { settings: { empty: 'clear' } })
  expect((await rowsOf(operator, read.id))[0]?.changes).toHaveLength(8)
  expect(await run(operator, read.id)).toMatchObject({ counts: { changed: 1, wrong: 1 } })
  expect(await people(operator)).toMatchObject([
    { name: '张三', phone: '', email: '', outer_id: '', duration: null, entered_at: '', gender: 'u', idcard: '' },
  ])
  // The value is free again.
  const next = await readFile(operator, '学号,姓名,届别,床号\nA2,李四,2027,7\n')
  expect(await run(operator, next.id)).toMatchObject({ counts: { new: 1 } })
  expect((await people(operator)).map((one) => one.values[field.name])).toEqual(['', '7'])
})
