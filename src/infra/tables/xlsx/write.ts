import { PassThrough, pipeline, Readable } from 'node:stream'
import { ZipFile } from 'yazl'
import type { SheetColumn } from '../sheet-column'
import { packageParts } from './write-package'
import { dataSheet, hasOptions, notesSheet, optionsSheet } from './write-sheet'

/** A sheet of text behind the rows. */
export type Notes = { name: string; rows: readonly (readonly string[])[] }

export type WorkbookOut = {
  sheet: string
  columns: readonly SheetColumn[]
  batches: AsyncIterable<string[][]>
  notes?: Notes
}

/**
 * A workbook as it is written: rows are fetched as fast as the stream is read. An error of the rows ends the stream with it;
 * whoever destroys the stream ends the reading of the rows.
 */
export function writeXlsx({ sheet, columns, batches, notes }: WorkbookOut): Readable {
  const optionsName = `${sheet}_`
  const zip = new ZipFile()
  const sheets = [
    { name: sheet, isHidden: false },
    ...(notes ? [{ name: notes.name, isHidden: false }] : []),
    ...(hasOptions(columns) ? [{ name: optionsName, isHidden: true }] : []),
  ]
  const add = (name: string, text: string) => zip.addBuffer(Buffer.from(text), name)
  for (const [name, text] of Object.entries(packageParts(sheets))) add(name, text)
  let number = 1
  if (notes) add(`xl/worksheets/sheet${++number}.xml`, notesSheet(notes.rows))
  if (hasOptions(columns)) add(`xl/worksheets/sheet${++number}.xml`, optionsSheet(columns))
  const rows = Readable.from(dataSheet(columns, batches, optionsName), { objectMode: false })
  zip.addReadStream(rows, 'xl/worksheets/sheet1.xml', { compressionLevel: 3 })
  zip.end()
  const out = new PassThrough()
  zip.on('error', (error: Error) => out.destroy(error))
  pipeline(zip.outputStream, out, () => rows.destroy())
  return out
}
