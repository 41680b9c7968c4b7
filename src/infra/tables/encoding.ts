import { TableError } from './table'

export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'gb18030'

type Chunks = AsyncIterable<Uint8Array>

const strict = (encoding: Encoding) => new TextDecoder(encoding, { fatal: true })

function byMark(start: Uint8Array): Encoding | undefined {
  if (start[0] === 0xff && start[1] === 0xfe) return 'utf-16le'
  if (start[0] === 0xfe && start[1] === 0xff) return 'utf-16be'
  if (start[0] === 0xef && start[1] === 0xbb && start[2] === 0xbf) return 'utf-8'
  return undefined
}

function textOf(bytes: Uint8Array, decoder: TextDecoder): string | undefined {
  try {
    return decoder.decode(bytes)
  } catch {
    return undefined
  }
}

async function isUtf8(chunks: Chunks): Promise<boolean> {
  const decoder = strict('utf-8')
  try {
    for await (const chunk of chunks) decoder.decode(chunk, { stream: true })
    decoder.decode()
    return true
  } catch (error) {
    if (error instanceof TypeError) return false
    throw error
  }
}

const newline = 10

/** Lines of bytes. In UTF-8 and GB18030 a newline byte is never part of a longer character. */
async function* linesOf(chunks: Chunks, limit: number): AsyncGenerator<Uint8Array> {
  let rest: Uint8Array[] = []
  let [held, line] = [0, 1]
  for await (const chunk of chunks) {
    let from = 0
    for (let at = chunk.indexOf(newline); at >= 0; at = chunk.indexOf(newline, from)) {
      yield Buffer.concat([...rest, chunk.subarray(from, at + 1)])
      rest = []
      held = 0
      from = at + 1
      line += 1
    }
    held += chunk.length - from
    if (held > limit) throw new TableError({ kind: 'line_too_long', line, limit })
    rest.push(chunk.subarray(from))
  }
  yield Buffer.concat(rest)
}

const chineseTwice = /[\u4e00-\u9fff].*[\u4e00-\u9fff]/

/**
 * The encoding of a text: by its mark, else UTF-8 where all of it is, else GB18030. GB18030 makes some letters of nearly
 * any bytes, so that a file of two encodings would be read as nonsense: lines of Chinese in UTF-8 among lines that are not
 * UTF-8 are refused.
 * @throws TableError `bad_encoding` with the first line that is not as the rest, `line_too_long`.
 */
export async function encodingOf(start: Uint8Array, open: () => Chunks, longest: number): Promise<Encoding> {
  const marked = byMark(start)
  if (marked === 'utf-16le' || marked === 'utf-16be') return marked
  if (await isUtf8(open())) return 'utf-8'
  const [utf8, gb18030] = [strict('utf-8'), strict('gb18030')]
  let line = 0
  const [ours, foreign] = [
    { first: 0, count: 0 },
    { first: 0, count: 0 },
  ]
  const note = (lines: { first: number; count: number }) => {
    lines.first ||= line
    lines.count += 1
  }
  for await (const bytes of linesOf(open(), longest)) {
    line += 1
    const text = textOf(bytes, utf8)
    if (text !== undefined) {
      if (chineseTwice.test(text)) note(ours)
    } else if (marked || textOf(bytes, gb18030) === undefined) throw new TableError({ kind: 'bad_encoding', line })
    else note(foreign)
  }
  if (ours.count === 0) return 'gb18030'
  throw new TableError({ kind: 'bad_encoding', line: (ours.count >= foreign.count ? foreign : ours).first })
}

/**
 * The text, its mark left out.
 * @throws TableError `bad_encoding` where UTF-16 is broken; the other encodings have been looked through before.
 */
export async function* decoded(chunks: Chunks, encoding: Encoding): AsyncGenerator<string> {
  const decoder = strict(encoding)
  let line = 1
  try {
    for await (const chunk of chunks) {
      const text = decoder.decode(chunk, { stream: true })
      for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) line += 1
      yield text
    }
    yield decoder.decode()
  } catch (error) {
    if (error instanceof TypeError) throw new TableError({ kind: 'bad_encoding', line })
    throw error
  }
}
