import type { SheetColumn } from '../sheet-column'
import { lettersOf } from './reference'
import { styleOf, titleStyle, wrappedStyle } from './write-styles'
import { mainNames, xmlHead, xmlText } from './xml-text'

/** What Excel goes down to. */
const lastRow = 1_048_576

const stringCell = (reference: string, text: string, style: number) =>
  `<c r="${reference}" s="${style}" t="inlineStr"><is><t xml:space="preserve">${xmlText(text)}</t></is></c>`

/** Of a number that a spreadsheet keeps to its last digit, the number. */
const isExact = (text: string) => String(Number(Number(text).toPrecision(15))) === text

const aDay = 86_400_000
const day = /^\d{4}-\d\d-\d\d$/
/** The first day since which the count is right; before it a day that never was is counted. */
const firstSerial = 61

function serialOf(text: string): number | undefined {
  if (!day.test(text)) return undefined
  const serial = (Date.parse(`${text}T00:00:00Z`) - Date.UTC(1899, 11, 30)) / aDay
  return serial >= firstSerial ? serial : undefined
}

function cellXml(column: SheetColumn, reference: string, text: string): string {
  const serial = column.type === 'date' ? serialOf(text) : undefined
  const value = serial ?? (column.type === 'number' && isExact(text) ? text : undefined)
  return value === undefined
    ? stringCell(reference, text, styleOf.text)
    : `<c r="${reference}" s="${styleOf[column.type]}"><v>${value}</v></c>`
}

/** About how wide a text is, in letters. */
const widthOf = (text: string) => [...text].reduce((width, letter) => width + (letter > '\u2e7f' ? 2 : 1), 0)
const columnWidth = ({ title, type }: SheetColumn) =>
  Math.min(40, Math.max(widthOf(title) + 4, type === 'date' ? 12 : 10, type === 'text' ? 14 : 0))

/** The part of a sheet before its rows: titles stay in sight, and a column holds what is typed into it later as its type. */
const opening = (columns: readonly SheetColumn[]) =>
  `${xmlHead}<worksheet ${mainNames}><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><cols>${columns
    .map(
      (column, at) =>
        `<col min="${at + 1}" max="${at + 1}" width="${columnWidth(column)}" style="${styleOf[column.type]}" customWidth="1"/>`,
    )
    .join('')}</cols><sheetData><row r="1">${columns
    .map(({ title }, at) => stringCell(`${lettersOf(at)}1`, title, titleStyle))
    .join('')}</row>`

/** Where the options of each column that has some stand in the sheet of options. */
const optionColumns = (columns: readonly SheetColumn[]) =>
  columns.flatMap(({ options = [] }, at) => (options.length > 0 ? [{ at, options }] : []))

/** Another value is warned of, not refused: an import may add it. */
function closing(columns: readonly SheetColumn[], optionsName: string): string {
  const lists = optionColumns(columns).map(({ at, options }, n) => {
    const [letters, from] = [lettersOf(at), lettersOf(n)]
    return `<dataValidation type="list" errorStyle="warning" allowBlank="1" showErrorMessage="1" sqref="${letters}2:${letters}${lastRow}"><formula1>'${optionsName}'!$${from}$1:$${from}$${options.length}</formula1></dataValidation>`
  })
  const validations =
    lists.length > 0 ? `<dataValidations count="${lists.length}">${lists.join('')}</dataValidations>` : ''
  return `</sheetData>${validations}</worksheet>`
}

/**
 * The sheet of the rows in pieces.
 * @throws Error beyond the rows that a sheet can have
 */
export async function* dataSheet(
  columns: readonly SheetColumn[],
  batches: AsyncIterable<string[][]>,
  optionsName: string,
): AsyncGenerator<string> {
  yield opening(columns)
  const letters = columns.map((_, at) => lettersOf(at))
  let line = 1
  for await (const rows of batches) {
    let xml = ''
    for (const cells of rows) {
      line += 1
      if (line > lastRow) throw new Error('a sheet cannot hold so many rows')
      xml += `<row r="${line}">`
      columns.forEach((column, at) => {
        const text = cells[at] ?? ''
        if (text !== '') xml += cellXml(column, `${letters[at]}${line}`, text)
      })
      xml += '</row>'
    }
    yield xml
  }
  yield closing(columns, optionsName)
}

const plainSheet = (rows: readonly (readonly string[])[], cols: string, style: number) =>
  `${xmlHead}<worksheet ${mainNames}>${cols}<sheetData>${rows
    .map(
      (cells, n) =>
        `<row r="${n + 1}">${cells.map((text, at) => (text === '' ? '' : stringCell(`${lettersOf(at)}${n + 1}`, text, style))).join('')}</row>`,
    )
    .join('')}</sheetData></worksheet>`

/** A sheet of text to be read, its first column narrow. */
export const notesSheet = (rows: readonly (readonly string[])[]): string =>
  plainSheet(
    rows,
    '<cols><col min="1" max="1" width="24" customWidth="1"/><col min="2" max="2" width="90" customWidth="1"/></cols>',
    wrappedStyle,
  )

/** The sheet that drop-downs take their options from, one column each. */
export function optionsSheet(columns: readonly SheetColumn[]): string {
  const lists = optionColumns(columns).map(({ options }) => options)
  const longest = Math.max(0, ...lists.map((options) => options.length))
  const rows = Array.from({ length: longest }, (_, line) => lists.map((options) => options[line] ?? ''))
  return plainSheet(rows, '', styleOf.text)
}

export const hasOptions = (columns: readonly SheetColumn[]): boolean => optionColumns(columns).length > 0
