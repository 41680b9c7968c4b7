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

/** Whether another call wrote or deleted what this one was about at the same moment: a unique or foreign key was broken. */
export function isRace(error: unknown): boolean {
  if (brokenUnique(error) !== undefined) return true
  for (const { code, originalCode } of chain(error))
    if ([code, originalCode].some((each) => each === '23503' || each === 'P2003')) return true
  return false
}

/** What the state of the server, and not the call, makes it refuse: each passes by itself or is for an operator to mend. */
export type ServerState = 'away' | 'full' | 'busy' | 'damaged'

/**
 * The one table from codes to states: SQLSTATE (PostgreSQL's appendix A), errors of sockets and files, and Prisma's own.
 * Whatever is not in it is a fault of ours.
 */
const states: Record<ServerState, RegExp> = {
  away: /^(08...|57P0[1-5]|ECONN[A-Z]+|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|EPIPE|ETIMEDOUT|P1001|P1017|P2024|P2028)$/,
  full: /^(53...|58030|ENOSPC|EDQUOT|EROFS)$/,
  // Read-only, too long idle, serialisation, deadlock, lock or statement time-out, a password changed under the site.
  busy: /^(25006|25P03|40001|40P01|55P03|57014|28P01)$/,
  damaged: /^(XX001|XX002)$/,
}
const awayMessage = /Connection terminated|timeout exceeded when trying to connect|is not queryable|Query read timeout/

/** The state of the server that an error tells of, through Prisma's wrapping; undefined: the error has another cause. */
export function serverState(error: unknown): ServerState | undefined {
  for (const { code, originalCode, message } of chain(error)) {
    for (const each of [originalCode, code]) {
      if (typeof each !== 'string') continue
      for (const state of ['full', 'busy', 'damaged', 'away'] as const) if (states[state].test(each)) return state
    }
    if (typeof message === 'string' && awayMessage.test(message)) return 'away'
  }
  return undefined
}

/** The SQLSTATE of an error, and what the server said, through Prisma's wrapping. */
export function serverWords(error: unknown): { sqlstate?: string; message?: string } {
  for (const { code, originalCode, originalMessage, message } of chain(error)) {
    const sqlstate = [originalCode, code].find(
      (each) => typeof each === 'string' && /^[0-9A-Z]{5}$/.test(each) && !/^P\d{4}$/.test(each),
    )
    const said = originalMessage ?? message
    if (typeof sqlstate === 'string') return { sqlstate, ...(typeof said === 'string' ? { message: said } : {}) }
  }
  return {}
}

/** Whether what was given holds U+0000, in a text or in JSON: PostgreSQL keeps none. */
export function hasNullCharacter(error: unknown): boolean {
  for (const { code, originalCode } of chain(error))
    if ([code, originalCode].some((each) => each === '22021' || each === '22P05')) return true
  return false
}

/** Whether a value did not fit its column: SQLSTATE class 22, and what Prisma says of its own. */
export function isDataException(error: unknown): boolean {
  for (const { code, originalCode } of chain(error))
    if ([code, originalCode].some((each) => typeof each === 'string' && /^(22...|P2000|P2020|P2033)$/.test(each)))
      return true
  return false
}

/** Whether the call may be sent again as it is: the server refused it for a state of its own. */
export const isDatabaseAway = (error: unknown): boolean => serverState(error) !== undefined
