import { SaxesParser } from 'saxes'
import { TableError } from '../table'
import { damaged } from './zip'

/** Names come without their prefix: programs differ in whether they write one. */
export type XmlHandler = {
  open?(name: string, attributes: Record<string, string>): void
  close?(name: string): void
  text?(text: string): void
}

/** No tag, text or comment of a workbook is longer. */
const longest = 1024 * 1024
/** Nor do its tags stand deeper in each other. */
const deepest = 64

const local = (name: string) => (name.includes(':') ? name.slice(name.indexOf(':') + 1) : name)

function decoderFor(start: Buffer): TextDecoder {
  const mark = start.subarray(0, 2).toString('hex')
  return new TextDecoder(mark === 'fffe' ? 'utf-16le' : mark === 'feff' ? 'utf-16be' : 'utf-8', { fatal: true })
}

/**
 * Reads XML, handing on what it holds; yields after each piece, so that what the handler gathered can be taken. A document
 * type is refused before anything is declared in it: a workbook has none, and entities begin there.
 * @throws TableError `damaged`
 */
export async function* readXml(chunks: AsyncIterable<Buffer>, handler: XmlHandler): AsyncGenerator<void> {
  const parser = new SaxesParser<{ position: false; xmlns: false }>({ position: false, xmlns: false })
  let [waiting, depth] = [0, 0]
  const refuse = () => {
    throw damaged
  }
  parser.on('error', refuse)
  parser.on('doctype', refuse)
  parser.on('opentag', (tag) => {
    waiting = 0
    depth += 1
    if (depth > deepest) throw damaged
    handler.open?.(local(tag.name), tag.attributes)
  })
  parser.on('closetag', (tag) => {
    waiting = 0
    depth -= 1
    handler.close?.(local(tag.name))
  })
  parser.on('text', (text) => handler.text?.(text))
  parser.on('cdata', (text) => handler.text?.(text))
  let decoder: TextDecoder | undefined
  try {
    for await (const chunk of chunks) {
      decoder ??= decoderFor(chunk)
      parser.write(decoder.decode(chunk, { stream: true }))
      waiting += chunk.length
      if (waiting > longest) throw damaged
      yield
    }
    parser.write(decoder?.decode() ?? '').close()
    yield
  } catch (error) {
    throw error instanceof TableError ? error : damaged
  }
}

/** @throws TableError */
export async function readWhole(chunks: AsyncIterable<Buffer>, handler: XmlHandler): Promise<void> {
  for await (const _ of readXml(chunks, handler));
}
