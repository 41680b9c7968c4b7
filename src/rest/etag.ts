import { hash } from 'node:crypto'
import { Stopped } from './contract'

/**
 * The strong tag of an answer's bytes. Whatever decides them decides the tag: the record, what the caller may see of it,
 * the school's fields, a guardian's link. No two states of a record have the same bytes: see `touched`.
 */
export const tagOf = (bytes: string): string => `"${hash('sha256', bytes, 'base64url').slice(0, 27)}"`

const element = /^(?:W\/)?"[\x21\x23-\x7e\x80-\xff]*"$/

/** The tags of a list (RFC 9110, section 13.1), weak ones with their mark; undefined when it is none. */
export function parseTags(header: string): '*' | readonly string[] | undefined {
  if (header.trim() === '*') return '*'
  // A tag may hold a comma, but no quote.
  const tags = (header.match(/(?:[^",]|"[^"]*"?)+/g) ?? []).map((each) => each.trim()).filter(Boolean)
  return tags.length > 0 && tags.every((tag) => element.test(tag)) ? tags : undefined
}

/** What a caller takes a record to be, by If-Match. */
export type Expected = {
  /** Whether the record is still that. */
  holds: (bytes: string) => boolean
  /** Tells the caller what it is instead, with the refusal. */
  tell: (refusal: Response) => Response
}

/** Without the header anything is expected. @throws Stopped when the header cannot be understood */
export function expectedOf({ headers }: Request): Expected | undefined {
  const given = headers.get('if-match')
  if (given === null) return undefined
  const tags = parseTags(given)
  if (!tags) throw new Stopped({ kind: 'bad_header', name: 'If-Match' })
  let current = ''
  return {
    holds(bytes) {
      current = tagOf(bytes)
      return tags === '*' || tags.includes(current)
    },
    tell(refusal) {
      if (refusal.status === 412) refusal.headers.set('ETag', current)
      return refusal
    },
  }
}

/** The answer with the tag of the bytes it was made of, or 304 when If-None-Match says that the caller has them. */
export function unlessKnown({ headers }: Request, bytes: string, answer: Response): Response {
  const tag = tagOf(bytes)
  answer.headers.set('ETag', tag)
  const tags = parseTags(headers.get('if-none-match') ?? '')
  const isKnown = tags === '*' || tags?.some((each) => each.replace(/^W\//, '') === tag)
  if (!isKnown) return answer
  answer.headers.delete('Content-Type')
  return new Response(null, { status: 304, headers: answer.headers })
}
