import superjson, { type SuperJSONResult } from 'superjson'

/** What a page's input holds beside JSON. Making any other kind of value may take far more than the text that names it. */
const kinds = new Set<unknown>(['Date', 'undefined', 'number'])

/** Deeper than any input. */
const mostDepth = 64

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Throws at a kind of value that no input holds: a node of superjson's tree is `[kind]`, `[kind, inside]` or names. */
function refuseOthers(node: unknown, depth = 0): void {
  if (depth > mostDepth) throw new TypeError('too deep')
  const [kind, inside] = Array.isArray(node) ? node : [undefined, node]
  if (Array.isArray(node) && !kinds.has(kind)) throw new TypeError('no value of an input')
  if (inside === undefined) return
  if (!isRecord(inside)) throw new TypeError('no names')
  for (const each of Object.values(inside)) refuseOthers(each, depth + 1)
}

/**
 * Reads an input as superjson writes it, with no values but JSON's, dates and numbers that JSON lacks. Which objects were
 * one and the same is not asked: the text holds each of them whole.
 * @throws TypeError at anything else, which tRPC answers with 400
 */
export function readInput(sent: unknown): unknown {
  if (!isRecord(sent)) throw new TypeError('an input is an object with json')
  const meta = isRecord(sent.meta) ? sent.meta : {}
  if (meta.values === undefined) return sent.json
  refuseOthers(meta.values)
  return superjson.deserialize({ json: sent.json, meta: { values: meta.values, v: meta.v } } as SuperJSONResult)
}

/** How inputs and answers are carried: both as superjson writes them. */
export const transformer = { input: { serialize: superjson.serialize, deserialize: readInput }, output: superjson }
