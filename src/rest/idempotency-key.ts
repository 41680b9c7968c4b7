const visible = /^[\x21-\x7e]{1,255}$/
/** A string of RFC 9651, section 3.3.3: what stands between its quotes, backslashes before quotes and backslashes. */
const quoted = /^"((?:[\x20\x21\x23-\x5b\x5d-\x7e]|\\["\\])*)"$/

/** What the header may be, as JSON Schema. */
export const keySchema = { type: 'string', anyOf: [visible, quoted].map(({ source }) => ({ pattern: source })) }

/**
 * The key of an `Idempotency-Key` header (draft-ietf-httpapi-idempotency-key-header-07): a string in quotes, or, as many
 * clients send it, bare. Both mean the same key.
 * @returns undefined without the header, `bad` when it is neither
 */
export function idempotencyKey(headers: Headers): { key: string } | 'bad' | undefined {
  const given = headers.get('idempotency-key')?.trim()
  if (given === undefined) return undefined
  if (!given.startsWith('"')) return visible.test(given) ? { key: given } : 'bad'
  const [, inner] = quoted.exec(given) ?? []
  const key = inner?.replace(/\\(.)/g, '$1')
  return key && key.length <= 255 ? { key } : 'bad'
}
