import type { SheetColumn } from '../sheet-column'
import { mainNames, xmlHead } from './xml-text'

/** Positions in `cellXfs` below. */
export const styleOf: Record<SheetColumn['type'], number> = { number: 0, text: 1, date: 2 }
export const titleStyle = 3
export const wrappedStyle = 4

/** Number formats: 0 as it is, 49 text. */
const dateFormat = 164

/** The styles of our workbooks. */
export const stylesXml = `${xmlHead}<styleSheet ${mainNames}><numFmts count="1"><numFmt numFmtId="${dateFormat}" formatCode="yyyy\\-mm\\-dd"/></numFmts><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="3"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill><fill><patternFill patternType="solid"><fgColor rgb="FFE7F0EE"/></patternFill></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="5"><xf numFmtId="0" xfId="0"/><xf numFmtId="49" xfId="0" applyNumberFormat="1"/><xf numFmtId="${dateFormat}" xfId="0" applyNumberFormat="1"/><xf numFmtId="49" fontId="1" fillId="2" xfId="0" applyNumberFormat="1" applyFont="1" applyFill="1"/><xf numFmtId="49" xfId="0" applyNumberFormat="1" applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf></cellXfs></styleSheet>`
