import { stylesXml } from './write-styles'
import { mainNames, xmlHead, xmlText } from './xml-text'

const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const packaged = 'http://schemas.openxmlformats.org/package/2006'
const content = 'application/vnd.openxmlformats-officedocument.spreadsheetml'

const relation = (id: string, kind: string, target: string) =>
  `<Relationship Id="${id}" Type="${office}/${kind}" Target="${target}"/>`
const relations = (list: string) => `${xmlHead}<Relationships xmlns="${packaged}/relationships">${list}</Relationships>`

/** The parts of a workbook around its sheets, which are `xl/worksheets/sheet1.xml` and so on, in their order. */
export function packageParts(sheets: readonly { name: string; isHidden: boolean }[]): Record<string, string> {
  const each = (text: (sheet: { name: string; isHidden: boolean }, number: number) => string) =>
    sheets.map((sheet, at) => text(sheet, at + 1)).join('')
  return {
    '[Content_Types].xml': `${xmlHead}<Types xmlns="${packaged}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${content}.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="${content}.styles+xml"/>${each(
      (_, number) => `<Override PartName="/xl/worksheets/sheet${number}.xml" ContentType="${content}.worksheet+xml"/>`,
    )}</Types>`,
    '_rels/.rels': relations(relation('rId1', 'officeDocument', 'xl/workbook.xml')),
    'xl/_rels/workbook.xml.rels': relations(
      each((_, number) => relation(`rId${number}`, 'worksheet', `worksheets/sheet${number}.xml`)) +
        relation('rIdStyles', 'styles', 'styles.xml'),
    ),
    'xl/workbook.xml': `${xmlHead}<workbook ${mainNames} xmlns:r="${office}"><sheets>${each(
      ({ name, isHidden }, number) =>
        `<sheet name="${xmlText(name)}" sheetId="${number}"${isHidden ? ' state="hidden"' : ''} r:id="rId${number}"/>`,
    )}</sheets></workbook>`,
    'xl/styles.xml': stylesXml,
  }
}
