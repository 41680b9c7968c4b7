import { env } from './env'

/** What a JSON text may hold: levels of objects and arrays within each other, keys of objects, and values in all. */
export type JsonBounds = { depth: number; keys: number }

/** Values are cheaper than keys: a list of ids may be longer than the keys of a record are many. */
const valuesPerKey = 10

/** The bounds of the settings: for one call, or for a batch of a caller whose key is verified. */
export function jsonBounds(of: 'one' | 'batch' = 'one'): JsonBounds {
  const { depth, keys, batchKeys } = env().json
  return { depth, keys: of === 'batch' ? batchKeys : keys }
}

const quote = 34
const comma = 44
const colon = 58
const bracket = 91
const backslash = 92
const endBracket = 93
const brace = 123
const endBrace = 125

/**
 * Whether a text is deeper, or has more keys or values, than a JSON text may: told by reading it once, before anybody
 * makes objects of it. What is no JSON is told of as if it were some.
 */
export function exceedsBounds(text: string, { depth, keys }: JsonBounds): boolean {
  const end = text.length
  // Each level, key and value takes a character at least.
  if (end <= depth) return false
  const values = keys * valuesPerKey
  let level = 0
  let keyCount = 0
  let valueCount = 0
  for (let at = 0; at < end; at++) {
    switch (text.charCodeAt(at)) {
      case quote:
        at = endOfString(text, at)
        if (at < 0) return false
        break
      case bracket:
      case brace:
        if (++level > depth || ++valueCount > values) return true
        break
      case endBracket:
      case endBrace:
        level--
        break
      case colon:
        if (++keyCount > keys) return true
        break
      case comma:
        if (++valueCount > values) return true
        break
    }
  }
  return false
}

/** Where the string ends that begins at a quote; -1: nowhere, so that the text is no JSON. */
function endOfString(text: string, from: number): number {
  for (let at = text.indexOf('"', from + 1); at >= 0; at = text.indexOf('"', at + 1)) {
    let slashes = 0
    while (text.charCodeAt(at - 1 - slashes) === backslash) slashes++
    if (slashes % 2 === 0) return at
  }
  return -1
}

/** A text that says more than `JSON.parse` is to take in. */
export class JsonTooLarge extends Error {
  constructor() {
    super('the JSON is too deep, or has too many keys')
  }
}

/**
 * Parses JSON of a stranger within the bounds of one call.
 * @throws JsonTooLarge beyond them, SyntaxError when it is no JSON
 */
export function parseBounded(text: string, bounds = jsonBounds()): unknown {
  if (exceedsBounds(text, bounds)) throw new JsonTooLarge()
  return JSON.parse(text)
}
