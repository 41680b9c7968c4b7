/** Deeper than any input of a page or a contract. */
const mostDepth = 64
/** More values than the largest input holds. */
const mostValues = 200_000

const loneSurrogate = /\p{Surrogate}/u

/** Whether PostgreSQL keeps the text as it is: it takes neither U+0000 nor half a surrogate pair. */
export const isPlainText = (text: string): boolean => !text.includes('\0') && !loneSurrogate.test(text)

type Seen = { value: unknown; field: string; depth: number }

const isPlainObject = (value: object): boolean =>
  Object.getPrototypeOf(value) === Object.prototype || Object.getPrototypeOf(value) === null

/** The fields within a value, under the nearest name; undefined: the value is none that an input is made of. */
function within({ value, field, depth }: Seen): Seen[] | undefined {
  if (typeof value !== 'object' || value === null) return []
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? undefined : []
  if (depth >= mostDepth) return undefined
  if (Array.isArray(value)) return value.map((each) => ({ value: each, field, depth: depth + 1 }))
  if (!isPlainObject(value)) return undefined
  return Object.entries(value).map(([key, each]) => ({ value: each, field: key, depth: depth + 1 }))
}

/** What of a value itself no input may hold; its parts are looked at by themselves. */
function isUnfit({ value, field }: Seen): boolean {
  if (field === '__proto__' || !isPlainText(field)) return true
  if (typeof value === 'string') return !isPlainText(value)
  return typeof value === 'bigint' || typeof value === 'symbol' || typeof value === 'function'
}

/**
 * Looks through a raw input for what no command can take: U+0000, half a surrogate pair, `__proto__` as a key, a value
 * of another kind than JSON's and dates, and too many or too deep ones.
 * @returns the name of the field; `''` where there is none; undefined when all is plain
 */
export function findUnfit(input: unknown): string | undefined {
  const left: Seen[] = [{ value: input, field: '', depth: 0 }]
  for (let seen = 0; seen <= mostValues; seen++) {
    const next = left.pop()
    if (!next) return undefined
    const inside = isUnfit(next) ? undefined : within(next)
    if (!inside) return isPlainText(next.field) ? next.field : ''
    if (inside.length > mostValues) break
    left.push(...inside)
  }
  return ''
}
