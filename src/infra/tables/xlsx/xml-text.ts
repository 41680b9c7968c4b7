export const xmlHead = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
export const mainNames = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'

/** What XML cannot hold, a carriage return, and what would be taken for such an escape. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const unwritable = /[\u0000-\u0008\u000b-\u001f\ufffe\uffff]|\p{Surrogate}|_(?=x[0-9A-Fa-f]{4}_)/gu
const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

const escaped = (letter: string) => `_x${letter.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`

/** The text as it stands in a workbook's XML. */
export const xmlText = (text: string): string =>
  text.replace(unwritable, escaped).replace(/[&<>"]/g, (letter) => entities[letter] ?? letter)
