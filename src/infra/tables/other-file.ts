import type { OtherFile } from './table'

const hexOf = (start: Uint8Array) => Buffer.from(start.subarray(0, 8)).toString('hex')

export const isZip = (start: Uint8Array): boolean => /^504b(0304|0506|0708)/.test(hexOf(start))
export const isCompound = (start: Uint8Array): boolean => hexOf(start) === 'd0cf11e0a1b11ae1'

const magic: [string, OtherFile][] = [
  ['d0cf11e0', 'xls'],
  ['25504446', 'pdf'],
  ['89504e47', 'image'],
  ['ffd8ff', 'image'],
  ['47494638', 'image'],
  ['52617221', 'zip'],
  ['377abcaf', 'zip'],
  ['1f8b', 'zip'],
  ['7b5c727466', 'docx'],
]

/** What the first bytes of a file say that it is, if that is no table. */
export function otherByBytes(start: Uint8Array): OtherFile | undefined {
  const hex = hexOf(start)
  return magic.find(([bytes]) => hex.startsWith(bytes))?.[1]
}

/** The same of a text. */
export function otherByText(start: string): OtherFile | undefined {
  const text = start.trimStart().slice(0, 1000).toLowerCase()
  if (/^(<!--.*?-->\s*)?<(!doctype html|html|head|body|table|meta|style)\b/s.test(text)) return 'html'
  if (/^<\?xml/.test(text)) return text.includes('<html') ? 'html' : 'xml'
  if (/^(\[\s*)?\{\s*("|\})/.test(text)) return 'json'
  return undefined
}
