import { hasLostDigits } from '../digits'
import { type CellIssue, TableError, type TableLimits, type TableRow } from '../table'
import { type NumberFormat, numberText } from './number-format'
import { columnOf } from './reference'
import { StringReader, unescaped } from './strings'
import { readXml, type XmlHandler } from './xml'
import { damaged } from './zip'

export type Shared = { strings: readonly string[]; formats: readonly NumberFormat[]; from1904: boolean }

/** What Excel counts up to. */
const lastRow = 1_048_576

type Cell = { column: number; type: string; style: number; value: string; hasFormula: boolean }

const plain: NumberFormat = { kind: 'plain' }

/** Gathers the rows of a sheet that hold anything. */
class RowReader implements XmlHandler {
  private rows: TableRow[] = []
  private row: TableRow = { line: 0, cells: [], issues: [] }
  private cell: Cell | undefined
  private column = -1
  private isValue = false
  private readonly inline = new StringReader()

  constructor(
    private readonly shared: Shared,
    private readonly limits: TableLimits,
  ) {}

  take(): TableRow[] {
    const rows = this.rows
    this.rows = []
    return rows
  }

  open(tag: string, attributes: Record<string, string>): void {
    if (tag === 'c') this.openCell(attributes)
    else if (tag === 'v') this.isValue = true
    else if (tag === 'row') this.openRow(attributes)
    else if (this.cell) {
      if (tag === 'f') this.cell.hasFormula = true
      else this.inline.open(tag)
    }
  }

  text(text: string): void {
    if (!this.cell) return
    if (this.isValue) this.cell.value += text
    else this.inline.add(text)
  }

  close(tag: string): void {
    if (tag === 'c') this.closeCell()
    else if (tag === 'v') this.isValue = false
    else if (tag === 'row') {
      if (this.row.cells.length > 0 || this.row.issues.length > 0) this.rows.push(this.row)
    } else if (this.cell) this.inline.close(tag)
  }

  private openRow({ r }: Record<string, string>): void {
    const line = r === undefined ? this.row.line + 1 : Number(r)
    // Rows stand in their order, each once.
    if (!Number.isInteger(line) || line <= this.row.line || line > lastRow) throw damaged
    this.row = { line, cells: [], issues: [] }
    this.column = -1
  }

  private openCell({ r, t = 'n', s = '0' }: Record<string, string>): void {
    const column = r === undefined ? this.column + 1 : columnOf(r)
    if (column === undefined || column <= this.column || this.row.line === 0) throw damaged
    this.column = column
    this.cell = { column, type: t, style: Number(s), value: '', hasFormula: false }
  }

  private closeCell(): void {
    const { cell } = this
    this.cell = undefined
    if (!cell) return
    const { issues, line, cells } = this.row
    const { column } = cell
    const add = (issue: Omit<CellIssue, 'column'>) => issues.push({ column, ...issue })
    const text = this.textOf(cell, add)
    if (text === '') return
    const { columns, cell: longest } = this.limits
    if (column >= columns) throw new TableError({ kind: 'too_many_columns', line, limit: columns })
    if (text.length > longest) throw new TableError({ kind: 'cell_too_long', line, column, limit: longest })
    while (cells.length < column) cells.push('')
    cells.push(text)
  }

  private textOf(cell: Cell, add: (issue: Omit<CellIssue, 'column'>) => void): string {
    const { type, value } = cell
    const string = this.stringOf(cell)
    if (string !== undefined) {
      if (hasLostDigits(string)) add({ reason: 'digits_lost', value: string })
      return string
    }
    if (value === '') {
      if (cell.hasFormula) add({ reason: 'formula_without_value', value })
      return ''
    }
    if (type === 'b') return value === '1' || value === 'true' ? 'TRUE' : 'FALSE'
    if (type === 'd') return value.replace(/T00:00:00(\.0+)?Z?$/, '').replace('T', ' ')
    if (type === 'e') {
      add({ reason: 'error_value', value })
      return value
    }
    const text = numberText(value, this.shared.formats[cell.style] ?? plain, this.shared.from1904)
    if (text === undefined) add({ reason: 'digits_lost', value })
    return text ?? value
  }

  /** Of a cell that holds a string; undefined for any other. */
  private stringOf({ type, value }: Cell): string | undefined {
    const inline = this.inline.take()
    if (type === 'inlineStr') return inline
    if (type === 'str') return unescaped(value)
    if (type !== 's' || value === '') return undefined
    const shared = this.shared.strings[Number(value)]
    if (shared === undefined) throw damaged
    return shared
  }
}

/**
 * The rows of a sheet that hold anything.
 * @throws TableError
 */
export async function* sheetRows(
  chunks: AsyncIterable<Buffer>,
  shared: Shared,
  limits: TableLimits,
): AsyncGenerator<TableRow[]> {
  const reader = new RowReader(shared, limits)
  for await (const _ of readXml(chunks, reader)) {
    const rows = reader.take()
    if (rows.length > 0) yield rows
  }
}
