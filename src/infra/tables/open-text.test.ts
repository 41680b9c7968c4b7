import { tmpdir } from 'node:os'
import { describe, expect, test } from 'vitest'
import { rowsOf, tableFolder } from '@/testing/tables'
import { openTable } from './open'
import { TableError, type TableProblem } from './table'

const { table, cells, problem } = tableFolder()

const utf16 = (text: string, mark: 'ff fe' | 'fe ff') => {
  const bytes = Buffer.from(`\ufeff${text}`, 'utf16le')
  return mark === 'ff fe' ? bytes : bytes.swap16()
}
/** 学号,姓名 / 1,张三 / 2,李四 */
const gb18030 = Buffer.from('d1a7bac52cd0d5c3fb0d0a312cd5c5c8fd0d0a322cc0eecbc40d0a', 'hex')
const two = [
  ['学号', '姓名'],
  ['1', '张三'],
  ['2', '李四'],
]

describe('encodings', () => {
  const text = '学号,姓名\r\n1,张三\r\n2,李四\r\n'
  test.each([
    ['UTF-8', Buffer.from(text)],
    ['UTF-8 with its mark', Buffer.from(`\ufeff${text}`)],
    ['UTF-16, little end first', utf16(text, 'ff fe')],
    ['UTF-16, big end first', utf16(text, 'fe ff')],
    ['GB18030', gb18030],
  ])('%s', async (_, bytes) => expect(await cells(bytes)).toEqual(two))

  test('two in one file are refused with the line', async () => {
    const mixed = Buffer.concat([gb18030, Buffer.from('3,王小五\r\n'), gb18030.subarray(11)])
    expect(await problem(mixed)).toEqual({ kind: 'bad_encoding', line: 4 })
    const other = Buffer.concat([Buffer.from(text), Buffer.from(text), gb18030.subarray(11)])
    expect(await problem(other)).toEqual({ kind: 'bad_encoding', line: 7 })
  })
  test('bytes that are no text are refused with the line', async () => {
    expect(await problem(Buffer.from('612c620a312cff0a', 'hex'))).toEqual({ kind: 'bad_encoding', line: 2 })
    expect(await problem(Buffer.from('efbbbf612c620a312cd5c50a', 'hex'))).toEqual({ kind: 'bad_encoding', line: 2 })
    expect(await problem(Buffer.from('fffe61000a0000d8', 'hex'))).toEqual({ kind: 'bad_encoding', line: 2 })
  })
})

describe('delimiters', () => {
  test.each([
    ['a,b;c\n1,2;3', ['a', 'b;c'], ['1', '2;3']],
    ['a;b;c\n1;2,5;3', ['a', 'b', 'c'], ['1', '2,5', '3']],
    ['a\tb,c\n1\t2,3', ['a', 'b,c'], ['1', '2,3']],
    ['a，b，c\n1，2，3', ['a', 'b', 'c'], ['1', '2', '3']],
    ['"a;b;c",d\n1,2', ['a;b;c', 'd'], ['1', '2']],
    ['sep=;\na,a;b\n1;2', ['a,a', 'b'], ['1', '2']],
    ['高一(3)班名单\na;b\n1;2', ['a', 'b'], ['1', '2']],
    ['a\n1', ['a'], ['1']],
  ])('%j', async (text, header, row) => expect(await cells(text)).toEqual([header, row]))
})

test('quotes, newlines in cells, rows of other lengths, blank rows', async () => {
  const read = await table('a,b,\n"x\r\n""y""",2\n\n,,\n1\n5" pipe,z,,more\n')
  expect(read.header).toEqual(['a', 'b'])
  expect(await rowsOf(read)).toEqual([
    { line: 2, cells: ['x\r\n"y"', '2'], issues: [] },
    { line: 6, cells: ['1', ''], issues: [] },
    { line: 7, cells: ['5" pipe', 'z'], issues: [{ column: 3, reason: 'beyond_header', value: 'more' }] },
  ])
})

test('a title above the header and a title twice are said', async () => {
  const read = await table('名单,,\n学号,电话,电话\n1,2,3\n')
  expect(read.headerLine).toBe(2)
  expect(read.notes).toEqual([
    { kind: 'rows_above_header', lines: [1] },
    { kind: 'duplicate_header', title: '电话', columns: [1, 2] },
  ])
  expect(await rowsOf(read)).toEqual(await rowsOf(read))
})

test('a number that has lost its digits is said', async () => {
  const read = await table('学号,身份证号\n1,1.70111E+17\n2,110101200001011234\n3,1E3\n')
  expect((await rowsOf(read)).map((row) => row.issues)).toEqual([
    [{ column: 1, reason: 'digits_lost', value: '1.70111E+17' }],
    [],
    [],
  ])
})

test('an escape of ours is undone', async () => {
  expect(await cells("a,b\n'=1,'tis\n")).toEqual([
    ['a', 'b'],
    ['=1', "'tis"],
  ])
})

test('a pasted block', async () => {
  const result = await openTable({ text: '学号\t备注\n1\t"第一行\n第二行"\n' })
  if (!result.ok) throw new TableError(result.problem)
  expect(result.table.format).toBe('text')
  expect(await rowsOf(result.table)).toEqual([{ line: 2, cells: ['1', '第一行\n第二行'], issues: [] }])
  expect(await openTable({ text: ' \n' })).toEqual({ ok: false, problem: { kind: 'empty' } })
  expect(await openTable({ text: 'a,b' }, { limits: { size: 2 } })).toEqual({
    ok: false,
    problem: { kind: 'too_large', limit: 2 },
  })
})

describe('what is no table', () => {
  test.each<[string, string | Uint8Array, TableProblem]>([
    ['nothing', '', { kind: 'empty' }],
    ['blanks', ' ,\n , \n', { kind: 'empty' }],
    ['HTML', '\n<html><table><tr><td>1</td></tr></table></html>', { kind: 'not_a_table', looksLike: 'html' }],
    ['HTML of Excel', '<?xml version="1.0"?><html>', { kind: 'not_a_table', looksLike: 'html' }],
    ['XML of Excel 2003', '<?xml version="1.0"?><Workbook/>', { kind: 'not_a_table', looksLike: 'xml' }],
    ['PDF', '%PDF-1.7\n', { kind: 'not_a_table', looksLike: 'pdf' }],
    ['JSON', '[{"a": 1}]', { kind: 'not_a_table', looksLike: 'json' }],
    ['a picture', Buffer.from('89504e470d0a1a0a', 'hex'), { kind: 'not_a_table', looksLike: 'image' }],
    ['NULs', 'a,b\n1,\0\n', { kind: 'not_a_table', looksLike: 'binary' }],
    ['a quote without end', 'a,b\n1,2\n3,"4\n5,6\n', { kind: 'unclosed_quote', line: 3 }],
  ])('%s', async (_, bytes, expected) => expect(await problem(bytes)).toEqual(expected))

  test('a folder', async () => {
    expect(await openTable({ path: tmpdir() })).toEqual({
      ok: false,
      problem: { kind: 'not_a_table', looksLike: 'binary' },
    })
  })
})

test('each limit holds, with the place', async () => {
  const limits = { size: 60, rows: 2, columns: 3, line: 20, cell: 10 }
  expect(await problem('x'.repeat(61), limits)).toEqual({ kind: 'too_large', limit: 60 })
  expect(await problem('a\n1\n2\n3\n', limits)).toEqual({ kind: 'too_many_rows', limit: 2 })
  expect(await problem('a,b\n1,2,3,4\n', limits)).toEqual({ kind: 'too_many_columns', line: 2, limit: 3 })
  expect(await problem(`a,b\n1,${'x'.repeat(11)}\n`, limits)).toEqual({
    kind: 'cell_too_long',
    line: 2,
    column: 1,
    limit: 10,
  })
  expect(await problem(`a,b\n1,2\n1,${'x'.repeat(30)}\n`, limits)).toEqual({
    kind: 'line_too_long',
    line: 3,
    limit: 20,
  })
  expect(await problem('a\n1\n2\n', limits)).toBeUndefined()
})
