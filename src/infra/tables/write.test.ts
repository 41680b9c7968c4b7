import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { rowsOf, tableFolder } from '@/testing/tables'
import type { SheetColumn } from './sheet-column'
import { tableLimits } from './table'
import { csvText } from './write-csv'
import { writeXlsx } from './xlsx/write'
import { openParts } from './xlsx/zip'

const { table, write } = tableFolder()

async function* batchesOf(rows: string[][]) {
  for (let at = 0; at < rows.length; at += 2) yield rows.slice(at, at + 2)
}
const csv = async (columns: SheetColumn[], rows: string[][]) =>
  buffer(Readable.from(csvText(columns, batchesOf(rows)), { objectMode: false }))
const xlsx = (columns: SheetColumn[], rows: string[][]) =>
  buffer(writeXlsx({ sheet: '学生', columns, batches: batchesOf(rows) }))
const read = async (bytes: Buffer) => {
  const file = await table(bytes)
  return { header: file.header, rows: (await rowsOf(file)).map(({ cells }) => cells) }
}

/** Columns of each type, with options on some; the first holds something in every row. */
const columns: SheetColumn[] = [
  { title: '编号', type: 'text' },
  { title: '备注 "a", b; c', type: 'text', options: ['走读', 'a,b "c" <d>'] },
  { title: '分数', type: 'number' },
  { title: '日期', type: 'date' },
]

const number = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e9, max: 1e9 }).map(String),
  fc.constantFrom('007', '1.50', '-0', '123456789012345', '999999999999999.25', '-12', '0.1', ''),
)
const day = fc.oneof(
  fc
    .date({ min: new Date('1890-01-01'), max: new Date('2150-01-01'), noInvalidDate: true })
    .map((at) => at.toISOString().slice(0, 10)),
  fc.constantFrom('', '1900-02-28', '1900-03-01', '2024-02-29', '2024年9月', '45536'),
)
/** Any text but a NUL, which no table has; in UTF-8 no half letters either. */
const text = (unit: 'binary' | 'grapheme') =>
  fc
    .oneof(
      fc.string({ unit, maxLength: 20 }),
      fc.constantFrom(
        '=1+1',
        "'=1",
        '_x000D_',
        '_x005F_',
        'a\r\nb\tc',
        '\r',
        ' a ',
        '110101200001011234',
        '\u0001\u001f\ufffe',
        '\ud83d',
        'true',
      ),
    )
    .filter((value) => !value.includes('\0'))
const row = (unit: 'binary' | 'grapheme') =>
  fc
    .tuple(
      text(unit).map((value) => `x${value}`),
      text(unit),
      number,
      day,
    )
    .map((cells) => [...cells])

describe('what is written is read as it was', () => {
  const titles = columns.map(({ title }) => title)
  test('as XLSX', { timeout: 30_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(row('binary'), { maxLength: 5 }), async (rows) => {
        expect(await read(await xlsx(columns, rows))).toEqual({ header: titles, rows })
      }),
    )
  })
  test('as CSV', { timeout: 30_000 }, async () => {
    const whole = row('grapheme').filter((cells) => cells.every((cell) => !/\p{Surrogate}/u.test(cell)))
    await fc.assert(
      fc.asyncProperty(fc.array(whole, { maxLength: 5 }), async (rows) => {
        expect(await read(await csv(columns, rows))).toEqual({ header: titles, rows })
      }),
    )
  })
})

test('CSV is UTF-8 with its mark, by RFC 4180, and holds no formula', async () => {
  const bytes = await csv(columns, [
    ['1', '=cmd|"/c calc"!A1', '-5', '2024-09-01'],
    ['-1', '+86', '-5+1', '@x'],
  ])
  expect(bytes.toString()).toBe(
    '\ufeff编号,"备注 ""a"", b; c",分数,日期\r\n1,"\'=cmd|""/c calc""!A1",-5,2024-09-01\r\n\'-1,\'+86,\'-5+1,\'@x\r\n',
  )
})

test('a workbook is of typed cells: numbers and days to count with, numbers of people as text', async () => {
  const rows = [
    ['110101200001011234', '=1', '12.5', '2024-09-01'],
    ['1', '', '1.50', '1899-01-01'],
  ]
  const parts = await openParts(await write(await xlsx(columns, rows)), tableLimits)
  const chunks: Buffer[] = []
  for await (const chunk of parts.read('xl/worksheets/sheet1.xml')) chunks.push(chunk)
  parts.close()
  const sheet = Buffer.concat(chunks).toString()
  expect(sheet).toContain('<c r="A2" s="1" t="inlineStr"><is><t xml:space="preserve">110101200001011234</t></is></c>')
  expect(sheet).toContain('<c r="C2" s="0"><v>12.5</v></c><c r="D2" s="2"><v>45536</v></c>')
  expect(sheet).toMatch(/<c r="C3" s="1" t="inlineStr">.*1\.50.*<c r="D3" s="1" t="inlineStr">/)
  expect(sheet).not.toContain('<f>')
})
