const record = (value: unknown): Record<string, unknown> | undefined =>
  typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : undefined

/** The error and whatever it was caused by, through Prisma's wrapping. */
function* chain(error: unknown): Generator<Record<string, unknown>> {
  let current: unknown = error
  for (let depth = 0; depth < 6 && current; depth++) {
    const one = record(current)
    if (!one) return
    yield { message: current instanceof Error ? current.message : undefined, ...one }
    const cause = current instanceof Error ? current.cause : undefined
    current = record(one.meta)?.driverAdapterError ?? cause ?? one.cause
  }
}

/** The unique constraint or index that a write broke, by pg or by Prisma; undefined when that was not the error. */
export function brokenUnique(error: unknown): string | undefined {
  for (const { code, constraint, message, originalCode, originalMessage } of chain(error)) {
    if (code !== '23505' && originalCode !== '23505' && code !== 'P2002' && code !== 'P2010') continue
    if (typeof constraint === 'string') return constraint
    const name = /unique constraint "([^"]+)"/.exec(`${originalMessage ?? ''} ${message ?? ''}`)
    if (name?.[1]) return name[1]
  }
  return undefined
}

const away = new Set([
  ...['ECONNREFUSED', 'ECONNRESET', 'ENOTFOUND', 'EPIPE', 'ETIMEDOUT'],
  ...['57P01', '57P02', '57P03', '53300', 'P1001', 'P1017', 'P2024'],
])
const awayMessage = /Connection terminated|timeout exceeded when trying to connect/

/** Whether what was given holds U+0000, in a text or in JSON: PostgreSQL keeps none. */
export function hasNullCharacter(error: unknown): boolean {
  for (const { code, originalCode } of chain(error))
    if ([code, originalCode].some((each) => each === '22021' || each === '22P05')) return true
  return false
}

/** Whether the database could not be reached, as opposed to having refused. */
export function isDatabaseAway(error: unknown): boolean {
  for (const { code, message } of chain(error)) {
    if (typeof code === 'string' && away.has(code)) return true
    if (typeof message === 'string' && awayMessage.test(message)) return true
  }
  return false
}
