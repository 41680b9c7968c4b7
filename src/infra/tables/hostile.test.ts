import { execFile } from 'node:child_process'
import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { tableFolder } from '@/testing/tables'
import { workbookParts, zipOf } from '@/testing/workbooks'
import { type TableProblem, tableLimits } from './table'
import { mostOfStrings } from './xlsx/strings'

const megabyte = 1024 * 1024
const row = (cells: string) => `<row>${cells}</row>`
const cell = (text: string) => `<c t="inlineStr"><is><t>${text}</t></is></c>`
const parts = (rows: string) => workbookParts({ sheets: [{ rows }] })
const small = parts(row(cell('学号') + cell('姓名')) + row(cell('1') + cell('张三')))
const sheet = 'xl/worksheets/sheet1.xml'

/** The bytes with every occurrence of a text replaced by one as long. */
function replaced(bytes: Buffer, text: string, by: string): Buffer {
  const changed = Buffer.from(bytes)
  for (let at = changed.indexOf(text, 0, 'latin1'); at >= 0; at = changed.indexOf(text, at + 1, 'latin1'))
    changed.write(by, at, 'latin1')
  return changed
}

/** The end of an archive that claims as many entries as it can. */
function claiming(entries: number): Buffer {
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(entries, 8)
  end.writeUInt16LE(entries, 10)
  return Buffer.concat([Buffer.from('504b0304', 'hex'), Buffer.alloc(60), end])
}

const compound = (name: string) =>
  Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(70_000), Buffer.from(name, 'utf16le')])

const laughs = `<!DOCTYPE l [<!ENTITY a "ha">${[...'bcdefghij'].map((name, at) => `<!ENTITY ${name} "${`&${'abcdefghi'[at]};`.repeat(10)}">`).join('')}]>`

/** Tags of which none is closed, and which do not compress well. */
function nested(count: number): string {
  let [text, state] = ['', 1]
  for (let n = 0; n < count; n++) {
    state = (state * 48_271) % 2_147_483_647
    text += `<t${state.toString(36)}>`
  }
  return text
}

const bomb: TableProblem = { kind: 'zip_bomb', limit: tableLimits.unpacked }
const damaged: TableProblem = { kind: 'damaged' }
const other = (looksLike: 'zip' | 'xls' | 'binary'): TableProblem => ({ kind: 'not_a_table', looksLike })

async function hostileFiles(): Promise<Record<string, [Buffer, TableProblem]>> {
  const xlsx = await zipOf(small)
  const named = await zipOf({ ...small, 'xx/yy/evil.xml': 'x' })
  const spaces = Buffer.alloc(40 * megabyte, ' ')
  const shared = (xml: string) => zipOf(workbookParts({ sheets: [{ rows: '' }], strings: xml }))
  return {
    'a sheet of spaces': [await zipOf({ ...small, [sheet]: spaces }), bomb],
    'a bomb that lies about its size': [
      replaced(await zipOf({ ...small, [sheet]: spaces.subarray(0, 9 * megabyte) }), '\0\0\x90\0', '\0\0\x01\0'),
      damaged,
    ],
    'strings without end': [await shared('<si/>'.repeat(2_500_000)), { kind: 'zip_bomb', limit: mostOfStrings }],
    'thousands of parts': [
      await zipOf({ ...small, ...Object.fromEntries(Array.from({ length: 6_000 }, (_, n) => [`p/${n}`, ''])) }),
      bomb,
    ],
    'more parts than it can hold': [claiming(60_000), bomb],
    'a workbook in an archive': [await zipOf({ '学生.xlsx': xlsx }), other('zip')],
    'a billion laughs': [await zipOf({ ...small, [sheet]: `${laughs}<worksheet>&j;</worksheet>` }), damaged],
    'tags without end': [await zipOf({ ...small, [sheet]: nested(400_000) }), damaged],
    'a text without end': [
      await zipOf({ ...small, [sheet]: `<worksheet>${nested(1)}${'x1y2z3'.repeat(megabyte)}` }),
      bomb,
    ],
    'one part twice': [
      replaced(await zipOf({ ...small, 'xl/worksheets/sheet2.xml': 'x' }), 'sheet2.xml', 'sheet1.xml'),
      damaged,
    ],
    'a part above the folder': [replaced(named, 'xx/yy/evil', '../../evil'), damaged],
    'a part with a whole path': [replaced(named, 'xx/yy/evil', '/x/yy/evil'), damaged],
    'a workbook with a password': [compound('EncryptedPackage'), { kind: 'encrypted' }],
    'a workbook of old': [compound('Workbook'), other('xls')],
    'rows without cells': [
      await zipOf(parts(Array.from({ length: 1_048_577 }, (_, n) => `<row r="${n + 1}"/>`).join(''))),
      damaged,
    ],
    'a line of nine megabytes': [
      Buffer.alloc(9 * megabyte, 'x'),
      { kind: 'line_too_long', line: 1, limit: tableLimits.line },
    ],
    'nothing but newlines': [Buffer.alloc(9 * megabyte, '\n'), { kind: 'too_many_rows', limit: tableLimits.rows }],
    'nothing but commas': [Buffer.alloc(9 * megabyte, ',,,\n'), { kind: 'too_many_rows', limit: tableLimits.rows }],
    'nothing but quotes': [
      Buffer.alloc(9 * megabyte, '"'),
      { kind: 'line_too_long', line: 1, limit: tableLimits.line },
    ],
    'a byte too many': [Buffer.alloc(10 * megabyte + 1, 'a,b\n'), { kind: 'too_large', limit: tableLimits.size }],
  }
}

describe('each is answered in two seconds of one processor, in bounded memory', () => {
  let folder: string
  let results: { problem?: TableProblem; milliseconds: number; megabytes: number }[]
  let names: string[]
  let expected: Record<string, TableProblem>

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'mingce-hostile-'))
    const files = await hostileFiles()
    names = Object.keys(files)
    expected = Object.fromEntries(Object.entries(files).map(([name, [, problem]]) => [name, problem]))
    const file = (name: string) => path.join(folder, String(names.indexOf(name)))
    await Promise.all(Object.entries(files).map(([name, [bytes]]) => writeFile(file(name), bytes)))
    names.push('a line of two gigabytes', 'a device')
    expected['a line of two gigabytes'] = { kind: 'too_large', limit: tableLimits.size }
    expected['a device'] = other('binary')
    await writeFile(file('a line of two gigabytes'), '')
    await truncate(file('a line of two gigabytes'), 2 ** 31)
    const args = ['--max-old-space-size=192', '--import', 'tsx', 'src/testing/read-tables.ts']
    const paths = names.map((name) => (name === 'a device' ? '/dev/zero' : file(name)))
    const { stdout } = await promisify(execFile)(process.execPath, [...args, ...paths])
    results = JSON.parse(stdout)
  }, 60_000)
  afterAll(() => rm(folder, { recursive: true }))

  test('with what is wrong', () => {
    expect(Object.fromEntries(names.map((name, at) => [name, results[at]?.problem]))).toEqual(expected)
  })
  test('soon', () => {
    expect(names.filter((_, at) => (results[at]?.milliseconds ?? Infinity) > 2_000)).toEqual([])
  })
  test('without growing', () => {
    expect(names.filter((_, at) => (results[at]?.megabytes ?? Infinity) > 200)).toEqual([])
  })
})

const { cells, problem } = tableFolder()

test('a file of just ten megabytes is read', { timeout: 30_000 }, async () => {
  const line = '2026000000001,张三张三张三张三张三张三张三张三张三张三张三张三\r\n'
  const text = `a,b\r\n${line.repeat(Math.floor((10 * megabyte - 5) / Buffer.byteLength(line)))}`
  const bytes = Buffer.concat([Buffer.from(text), Buffer.alloc(10 * megabyte - Buffer.byteLength(text), 'x')])
  expect(bytes).toHaveLength(10 * megabyte)
  expect(await problem(bytes)).toBeUndefined()
})

test('whatever unpacks to more than the limit is refused, however little it is packed', async () => {
  const text = Array.from({ length: 4_000 }, (_, n) => row(cell(`${Math.sin(n)}${Math.cos(n)}`))).join('')
  expect(await problem(await zipOf(parts(text)), { unpacked: 200_000 })).toEqual({ kind: 'zip_bomb', limit: 200_000 })
})

test('sheets that hold nothing are looked at within the same limit, however many there are', async () => {
  const blank = { rows: Array.from({ length: 2_000 }, (_, n) => `<row r="${n + 1}"/>`).join('') }
  const sheets = Array.from({ length: 50 }, () => blank)
  const bytes = await zipOf(workbookParts({ sheets }))
  expect(await problem(bytes)).toEqual({ kind: 'empty' })
  expect(await problem(bytes, { unpacked: 500_000 })).toEqual({ kind: 'zip_bomb', limit: 500_000 })
})

test('a workbook cut short anywhere is refused', { timeout: 30_000 }, async () => {
  const whole = await zipOf(small)
  for (let length = 4; length < whole.length; length += 61)
    expect(await problem(whole.subarray(0, length))).toEqual(damaged)
})

test('a workbook with a changed byte is refused, or reads the same', { timeout: 30_000 }, async () => {
  const whole = await zipOf(small)
  const right = await cells(whole)
  const change = fc.record({ at: fc.nat(whole.length - 1), by: fc.integer({ min: 1, max: 255 }) })
  await fc.assert(
    fc.asyncProperty(change, async ({ at, by }) => {
      const bytes = Buffer.from(whole)
      bytes[at] = (bytes[at] ?? 0) ^ by
      if (!(await problem(bytes))) expect(await cells(bytes)).toEqual(right)
    }),
    { numRuns: 100 },
  )
})
