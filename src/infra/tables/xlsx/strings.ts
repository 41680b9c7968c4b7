import { TableError } from '../table'
import { readWhole } from './xml'

/** Strings that cells share; more than any sheet within the limits can name. */
const mostStrings = 2_000_000
/** Of all of them together, in bytes of XML. */
export const mostOfStrings = 64 * 1024 * 1024

/** What XML cannot hold, and carriage returns, are written as `_x000D_`. */
export const unescaped = (text: string): string =>
  text.includes('_x')
    ? text
        .replace(/_x([0-9A-Fa-f]{4})_/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
        .replaceAll('\0', '\ufffd')
    : text

/** Gathers the text of a string: its runs joined, how they are to be read aloud left out. */
export class StringReader {
  private text = ''
  private isText = false
  private phonetic = 0
  open(tag: string): void {
    if (tag === 'rPh') this.phonetic += 1
    if (tag === 't' && this.phonetic === 0) this.isText = true
  }
  close(tag: string): void {
    if (tag === 'rPh') this.phonetic -= 1
    if (tag === 't') this.isText = false
  }
  add(text: string): void {
    if (this.isText) this.text += text
  }
  take(): string {
    const whole = unescaped(this.text)
    this.text = ''
    return whole
  }
}

/** @throws TableError */
export async function readStrings(chunks: AsyncIterable<Buffer>): Promise<string[]> {
  const strings: string[] = []
  const reader = new StringReader()
  await readWhole(chunks, {
    open: (tag) => reader.open(tag),
    text: (text) => reader.add(text),
    close(tag) {
      reader.close(tag)
      if (tag !== 'si') return
      if (strings.length >= mostStrings) throw new TableError({ kind: 'zip_bomb', limit: mostOfStrings })
      strings.push(reader.take())
    },
  })
  return strings
}
