import { describe, expect, test } from 'vitest'
import { rowsOf, tableFolder } from '@/testing/tables'
import { workbookParts, zipOf } from '@/testing/workbooks'
import { openTable } from '../open'

const { write, table, cells, problem } = tableFolder()

const text = (value: string) => `<c t="inlineStr"><is><t>${value}</t></is></c>`
const header = `<row r="1">${text('甲')}${text('乙')}</row>`
const sheet = (rows: string, behind = '') => ({ rows: header + rows, behind })
const workbook = (
  rows: string,
  rest: { behind?: string; strings?: string; styles?: string; date1904?: boolean } = {},
) => {
  const { behind, ...others } = rest
  return zipOf(workbookParts({ sheets: [sheet(rows, behind)], ...others }))
}

test('shared, rich, inline and calculated strings, booleans, how to read aloud left out', async () => {
  const strings =
    '<si><t>张三</t></si><si><r><t>李</t></r><r><t xml:space="preserve">四 </t></r><rPh sb="0" eb="1"><t>Li</t></rPh></si>'
  const rows = `<row r="3"><c r="A3" t="s"><v>0</v></c><c r="B3" t="s"><v>1</v></c></row>
    <row r="5"><c r="A5" t="str"><f>A3</f><v>a_x000D_b &amp; _x005F_x000D_</v></c><c r="B5" t="b"><v>1</v></c></row>`
  const read = await table(await workbook(rows, { strings }))
  expect([read.format, read.sheet, read.header]).toEqual(['xlsx', 'Sheet1', ['甲', '乙']])
  expect(await rowsOf(read)).toEqual([
    { line: 3, cells: ['张三', '李四 '], issues: [] },
    { line: 5, cells: ['a\rb & _x000D_', 'TRUE'], issues: [] },
  ])
})

describe('numbers and days', () => {
  const styles = `<numFmts><numFmt numFmtId="164" formatCode="yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;;@"/><numFmt numFmtId="165" formatCode="[$-804]aaaa"/>
    <numFmt numFmtId="166" formatCode="00000000"/><numFmt numFmtId="167" formatCode="[h]:mm"/><numFmt numFmtId="168" formatCode="&quot;day&quot; 0.00"/></numFmts>
    <cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>
    <cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="31"/><xf numFmtId="164"/><xf numFmtId="22"/><xf numFmtId="166"/><xf numFmtId="167"/><xf numFmtId="168"/><xf numFmtId="20"/></cellXfs>`
  test.each([
    ['0', '13800138000', '13800138000'],
    ['0', '12.0', '12'],
    ['0', '36.200000000000003', '36.2'],
    ['0', '1.5E3', '1500'],
    ['0', '-7', '-7'],
    ['1', '45536', '2024-09-01'],
    ['2', '45536', '2024-09-01'],
    ['3', '45536.9', '2024-09-01'],
    ['4', '45536', '2024-09-01'],
    ['4', '45536.354166666664', '2024-09-01 08:30:00'],
    ['5', '12345', '00012345'],
    ['6', '1.0625', '25:30:00'],
    ['7', '5', '5'],
    ['8', '0.354166666666667', '08:30:00'],
    ['99', '5', '5'],
  ])('style %s, %s', async (style, value, shown) => {
    const read = await cells(await workbook(`<row r="2"><c r="A2" s="${style}"><v>${value}</v></c></row>`, { styles }))
    expect(read[1]).toEqual([shown, ''])
  })

  test('days counted from 1904, and days written out', async () => {
    const rows = '<row r="2"><c r="A2" s="1"><v>44074</v></c><c r="B2" t="d"><v>2024-09-01T00:00:00</v></c></row>'
    const read = await cells(await workbook(rows, { styles, date1904: true }))
    expect(read[1]).toEqual(['2024-09-01', '2024-09-01'])
  })
})

test('what cannot be trusted is said of the cell', async () => {
  const rows = `<row r="2"><c r="A2"><v>1.1010120000101E+17</v></c><c r="B2"><v>110101200001011000</v></c></row>
    <row r="3"><c r="A3"><f>1+1</f></c><c r="B3"><f>A1</f><v></v></c></row>
    <row r="4"><c r="A4" t="e"><v>#N/A</v></c>${text('1.70111E+17')}</row>
    <row r="5">${text('1')}${text('2')}<c r="D5"><v>3</v></c></row>`
  const read = await rowsOf(await table(await workbook(rows)))
  expect(read.map((row) => row.issues)).toEqual([
    [
      { column: 0, reason: 'digits_lost', value: '1.1010120000101E+17' },
      { column: 1, reason: 'digits_lost', value: '110101200001011000' },
    ],
    [
      { column: 0, reason: 'formula_without_value', value: '' },
      { column: 1, reason: 'formula_without_value', value: '' },
    ],
    [
      { column: 0, reason: 'error_value', value: '#N/A' },
      { column: 1, reason: 'digits_lost', value: '1.70111E+17' },
    ],
    [{ column: 3, reason: 'beyond_header', value: '3' }],
  ])
})

test('a range merged downwards holds its value in each row', async () => {
  const rows = `<row r="2"><c r="A2" t="inlineStr"><is><t>高一(3)班</t></is></c>${text('张三')}</row>
    <row r="3"><c r="B3" t="inlineStr"><is><t>李四</t></is></c></row><row r="4"><c r="B4" t="inlineStr"><is><t>王五</t></is></c></row>`
  const behind = '<mergeCells count="1"><mergeCell ref="A2:A3"/></mergeCells>'
  expect((await cells(await workbook(rows, { behind }))).slice(1)).toEqual([
    ['高一(3)班', '张三'],
    ['高一(3)班', '李四'],
    ['', '王五'],
  ])
})

describe('sheets', () => {
  const parts = workbookParts({
    sheets: [
      { name: '说明', rows: '' },
      { name: '藏', state: 'veryHidden', rows: `<row>${text('x')}</row>` },
      { name: '学生', rows: `${header}<row>${text('1')}</row>` },
      { name: '教师', rows: `<row>${text('丙')}</row><row>${text('9')}</row>` },
    ],
  })
  test('the first visible one that holds anything', async () => {
    const read = await table(await zipOf(parts))
    expect([read.sheet, read.sheets, read.notes]).toEqual([
      '学生',
      ['说明', '学生', '教师'],
      [{ kind: 'hidden_sheets', count: 1 }],
    ])
  })
  test('another by its name; a hidden one is not there', async () => {
    const file = await zipOf(parts)
    expect((await table(file, '教师')).header).toEqual(['丙'])
    expect(await openTable({ path: await write(file) }, { sheet: '藏' })).toEqual({
      ok: false,
      problem: { kind: 'no_such_sheet', sheets: ['说明', '学生', '教师'] },
    })
  })
})

test('names with a prefix, and text that is no UTF-8', async () => {
  const parts = workbookParts({ sheets: [{ rows: '' }] })
  const rows =
    '<x:row><x:c t="inlineStr"><x:is><x:t>甲</x:t></x:is></x:c></x:row><x:row><x:c><x:v>1</x:v></x:c></x:row>'
  const xml = `<x:worksheet xmlns:x="urn:x"><x:sheetData>${rows}</x:sheetData></x:worksheet>`
  expect(await cells(await zipOf({ ...parts, 'xl/worksheets/sheet1.xml': xml }))).toEqual([['甲'], ['1']])
  const utf16 = Buffer.from(`\ufeff${xml}`, 'utf16le')
  expect(await cells(await zipOf({ ...parts, 'xl/worksheets/sheet1.xml': utf16 }))).toEqual([['甲'], ['1']])
})

test('a sheet wider or longer than the limits is refused with the place', async () => {
  const wide = await workbook('<row r="2"><c r="D2"><v>1</v></c><c r="E2" s="1"/></row>')
  expect(await problem(wide, { columns: 3 })).toEqual({ kind: 'too_many_columns', line: 2, limit: 3 })
  expect(await problem(wide, { columns: 4 })).toBeUndefined()
  expect(await problem(await workbook(`<row r="2">${text('x'.repeat(11))}</row>`), { cell: 10 })).toEqual({
    kind: 'cell_too_long',
    line: 2,
    column: 0,
    limit: 10,
  })
})
