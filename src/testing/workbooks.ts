import { buffer } from 'node:stream/consumers'
import { ZipFile } from 'yazl'

/** A ZIP file of the parts. */
export async function zipOf(parts: Record<string, string | Buffer>): Promise<Buffer> {
  const zip = new ZipFile()
  for (const [name, content] of Object.entries(parts))
    zip.addBuffer(Buffer.from(content), name, { compressionLevel: 1 })
  zip.end()
  return buffer(zip.outputStream)
}

const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const relations = (targets: [string, string][]) =>
  `${head}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${targets
    .map(([kind, target], at) => `<Relationship Id="rId${at + 1}" Type="${office}/${kind}" Target="${target}"/>`)
    .join('')}</Relationships>`

/** What a sheet holds behind `<sheetData>`, and how it stands in the workbook. */
export type SheetText = { name?: string; state?: string; rows: string; behind?: string }

/** The parts of a workbook as Excel lays them out, its sheets and styles given as XML. */
export function workbookParts(options: {
  sheets: SheetText[]
  strings?: string
  styles?: string
  date1904?: boolean
}): Record<string, string> {
  const { sheets, strings, styles, date1904 } = options
  const targets: [string, string][] = sheets.map((_, at) => ['worksheet', `worksheets/sheet${at + 1}.xml`])
  if (strings !== undefined) targets.push(['sharedStrings', 'sharedStrings.xml'])
  if (styles !== undefined) targets.push(['styles', '/xl/styles.xml'])
  const main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
  return {
    '[Content_Types].xml': `${head}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>`,
    '_rels/.rels': relations([['officeDocument', 'xl/workbook.xml']]),
    'xl/_rels/workbook.xml.rels': relations(targets),
    'xl/workbook.xml': `${head}<workbook ${main} xmlns:r="${office}"><workbookPr date1904="${date1904 ? 1 : 0}"/><sheets>${sheets
      .map(({ name, state }, at) => {
        const shown = state ? ` state="${state}"` : ''
        return `<sheet name="${name ?? `Sheet${at + 1}`}" sheetId="${at + 1}"${shown} r:id="rId${at + 1}"/>`
      })
      .join('')}</sheets></workbook>`,
    ...(strings === undefined ? {} : { 'xl/sharedStrings.xml': `${head}<sst ${main}>${strings}</sst>` }),
    ...(styles === undefined ? {} : { 'xl/styles.xml': `${head}<styleSheet ${main}>${styles}</styleSheet>` }),
    ...Object.fromEntries(
      sheets.map(({ rows, behind }, at) => [
        `xl/worksheets/sheet${at + 1}.xml`,
        `${head}<worksheet ${main}><sheetData>${rows}</sheetData>${behind ?? ''}</worksheet>`,
      ]),
    ),
  }
}
