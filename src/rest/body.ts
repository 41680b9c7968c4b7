import { exceedsBounds, jsonBounds } from '@/infra/json-bounds'
import { mediaTypeOf, readWithin } from '@/infra/read-within'

export type BodyProblem =
  | { kind: 'too_large'; limit: number }
  | { kind: 'media_type'; type: string }
  | { kind: 'malformed'; message: string }
  /** JSON deeper, or with more keys, than the settings allow. */
  | { kind: 'too_complex' }
  /** `type` is what it is instead. */
  | { kind: 'not_an_object'; type: string }

export type Read<T> = { ok: true; body: T } | { ok: false; problem: BodyProblem }
const no = (problem: BodyProblem): { ok: false; problem: BodyProblem } => ({ ok: false, problem })

/** A body's bytes, read no further than the limit. */
export async function readBytes(request: Request, limit: number): Promise<Read<Uint8Array<ArrayBuffer>>> {
  const bytes = await readWithin(request, limit)
  return bytes ? { ok: true, body: bytes } : no({ kind: 'too_large', limit })
}

/** Bytes as text; what is not UTF-8 is malformed. */
export function decode(bytes: Uint8Array): Read<string> {
  try {
    return { ok: true, body: new TextDecoder('utf-8', { fatal: true }).decode(bytes) }
  } catch {
    return no({ kind: 'malformed', message: 'the body is not UTF-8' })
  }
}

/** A body's text, read no further than the limit in bytes. */
export async function readText(request: Request, limit: number): Promise<Read<string>> {
  const bytes = await readBytes(request, limit)
  return bytes.ok ? decode(bytes.body) : bytes
}

export const mediaType = mediaTypeOf

/** The object of a JSON body. */
export async function readBody(request: Request, limit: number): Promise<Read<object>> {
  const type = mediaType(request)
  if (type !== 'application/json' && !/^application\/[\w.-]+\+json$/.test(type)) return no({ kind: 'media_type', type })
  const text = await readText(request, limit)
  if (!text.ok) return text
  return parseObject(text.body)
}

/** The object that a JSON text within the bounds holds. Whole numbers that JavaScript would round are text in it. */
export function parseObject(text: string, bounds = jsonBounds()): Read<object> {
  if (exceedsBounds(text, bounds)) return no({ kind: 'too_complex' })
  try {
    const read: unknown = JSON.parse(text)
    const body: unknown = suspicious.test(text) ? JSON.parse(exactly(text)) : read
    const isObject = typeof body === 'object' && body !== null && !Array.isArray(body)
    return isObject ? { ok: true, body } : no({ kind: 'not_an_object', type: typeOf(body) })
  } catch (error) {
    return no({ kind: 'malformed', message: error instanceof Error ? error.message : '' })
  }
}

/** An escape of half a letter beyond the BMP, or as many digits as no number of JavaScript may have. */
const suspicious = /\\u[dD][89a-fA-F]|[[:,]\s*-?\d{16}/
const stringsAndNumbers = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d[\d.eE+-]*/g

/**
 * Valid JSON with numbers of 64 bits, as databases give ids, in quotes: so they are kept to the digit.
 * @throws when a string holds half a letter, which no text of ours can
 */
const exactly = (text: string): string =>
  text.replace(stringsAndNumbers, (each) => {
    if (each.startsWith('"')) {
      if (/\p{Surrogate}/u.test(JSON.parse(each))) throw new SyntaxError('half a letter (a lone surrogate)')
      return each
    }
    return /^-?\d+$/.test(each) && !Number.isSafeInteger(Number(each)) ? `"${each}"` : each
  })

const typeOf = (value: unknown): string => (Array.isArray(value) ? 'array' : value === null ? 'null' : typeof value)
