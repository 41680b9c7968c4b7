import { buffer } from 'node:stream/consumers'
import { expect, test } from 'vitest'
import { writeXlsx } from '@/infra/tables/xlsx/write'
import { newSchool, testDb, value } from '@/testing/factories'
import { readFile, run } from '@/testing/imports'
import { listPeople } from '../../people/queries'

const size = 50_000
const rowOf = (n: number) => [
  `X${String(n).padStart(6, '0')}`,
  `李${String.fromCharCode(0x4e00 + (n % 5000))}`,
  n % 2 ? '男' : '女',
  `138${String(n).padStart(8, '0')}`,
  String(2027 + (n % 3)),
  '2024-09-01',
]

async function* batches() {
  for (let from = 0; from < size; from += 1000) yield Array.from({ length: 1000 }, (_, n) => rowOf(from + n))
}

test('a workbook of fifty thousand rows is read, judged and written, in bounded memory', {
  timeout: 240_000,
}, async () => {
  const { operator } = await newSchool()
  const columns = ['学号', '姓名', '性别', '手机', '毕业年份', '入学日期'].map((title, at) => ({
    title,
    type: at === 4 ? ('number' as const) : at === 5 ? ('date' as const) : ('text' as const),
  }))
  const file = await buffer(writeXlsx({ sheet: '学生', columns, batches: batches() }))
  const before = process.memoryUsage().rss
  let most = 0
  const watching = setInterval(() => {
    most = Math.max(most, process.memoryUsage().rss - before)
  }, 20)
  const read = await readFile(operator, file, { fileName: '学生.xlsx' })
  expect(read.counts).toMatchObject({ new: size, wrong: 0 })
  const done = await run(operator, read.id)
  clearInterval(watching)
  expect(done).toMatchObject({ state: 'done', counts: { new: size, wrong: 0 } })
  expect(most).toBeLessThan(300 * 1024 * 1024)

  const found = value(await listPeople(testDb, operator, { q: 'x049999' }, 'nested'))
  expect(found.total).toBe(1)
  expect(JSON.parse(found.json)).toMatchObject([
    { name: rowOf(49_999)[1], gender: 'm', phone: '13800049999', graduates_in: 2028, entered_at: '2024-09-01' },
  ])
  expect(value(await listPeople(testDb, operator, { roles: [1] }, 'nested')).total).toBe(size)
})
