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
export const serverStates = ['full', 'busy', 'damaged', 'away'] as const
export type ServerState = (typeof serverStates)[number]

/**
 * The one table from codes to states: SQLSTATE (PostgreSQL's appendix A), errors of sockets and files, Prisma's own, and the
 * kinds of its adapter, which drops some codes. Whatever is not in it is a fault of ours.
 */
const states: Record<ServerState, RegExp> = {
  // A database that was dropped or renamed under the site (3D000) is away too.
  away: oneOf(
    ...['08...', '57P0[1-5]', '3D000', 'ECONN[A-Z]+', 'ENOTCONN', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND', 'EAI_[A-Z]+'],
    ...['EHOSTUNREACH', 'EHOSTDOWN', 'ENETUNREACH', 'ENETDOWN', 'ENETRESET', 'EADDRNOTAVAIL'],
    ...['P100[1238]', 'P1011', 'P101[78]', 'P2024', 'P2028', 'DatabaseNotReachable', 'DatabaseDoesNotExist'],
    ...['ConnectionClosed', 'SocketTimeout', 'TlsConnectionError', 'TransactionAlreadyClosed'],
  ),
  full: oneOf(
    ...['53...', '58000', '58030', 'ENOSPC', 'EDQUOT', 'EROFS', 'EFBIG', 'EMFILE', 'ENFILE', 'ENOMEM', 'ENOBUFS'],
    ...['P2037', 'TooManyConnections'],
  ),
  // Read-only, too long idle or in a transaction, serialisation, deadlock, lock or statement time-out, a password or a
  // rule of access changed under the site.
  busy: oneOf(
    ...['25006', '25P0[34]', '4000[013]', '40P01', '55P03', '55006', '57000', '57014', '28P01', '28000'],
    ...['P1000', 'P1010', 'P2034', 'TransactionWriteConflict', 'AuthenticationFailed', 'DatabaseAccessDenied'],
  ),
  damaged: oneOf('XX00[12]', '58P0[12]', 'EIO'),
}

function oneOf(...codes: string[]): RegExp {
  return new RegExp(`^(${codes.join('|')})$`)
}

/** What pg says without a code. */
const awayMessage = new RegExp(
  [
    ...['Connection terminated', 'timeout exceeded when trying to connect', 'is not queryable', 'Query read timeout'],
    ...['timeout expired', 'Cannot use a pool after calling end', 'The server does not support SSL connections'],
    ...['There was an error establishing an SSL connection', 'Connection ended unexpectedly'],
  ].join('|'),
)

/**
 * What a server says of its files by the code of an internal error, as when it makes those of a new connection, or by that of
 * a right that is missing (42501).
 */
const fullMessage =
  /: (No space left on device|Disk quota exceeded|Read-only file system|Permission denied|Operation not permitted)$/

/** The state of the server that an error tells of, through Prisma's wrapping; undefined: the error has another cause. */
export function serverState(error: unknown): ServerState | undefined {
  for (const { code, originalCode, kind, message } of chain(error)) {
    for (const each of [originalCode, code, kind]) {
      if (typeof each !== 'string') continue
      for (const state of serverStates) if (states[state].test(each)) return state
    }
    if (typeof message !== 'string') continue
    if (fullMessage.test(message)) return 'full'
    if (awayMessage.test(message)) return 'away'
  }
  return undefined
}

/** Whether the server gave up a transaction for another's sake: the same one, tried again, may come through. */
export function isConflict(error: unknown): boolean {
  for (const { code, originalCode, kind } of chain(error))
    if ([code, originalCode, kind].some((each) => typeof each === 'string' && conflict.test(each))) return true
  return false
}
const conflict = oneOf('40001', '40P01', 'P2034', 'TransactionWriteConflict')

// Neither an error of the system (`EPIPE`) nor one of Prisma (`P2010`).
const sqlstateForm = /^(?!E[A-Z]|P[1-6])[0-9A-Z]{5}$/

// Prisma shows what was called with which values first, and says what it was last.
const lastLine = ({ message }: { message?: string }) => {
  const line = message?.split('\n').findLast((each) => each.trim() !== '')
  return line === undefined ? {} : { message: line.trim() }
}

/** The SQLSTATE of an error, or the code of what the system refused, and the words that came with it, through Prisma's wrapping. */
export function serverWords(error: unknown): { sqlstate?: string; code?: string; message?: string } {
  let last: { code?: string; message?: string } = {}
  for (const { code, originalCode, originalMessage, message } of chain(error)) {
    const sqlstate = [originalCode, code].find((each) => typeof each === 'string' && sqlstateForm.test(each))
    const said = originalMessage ?? message
    const words = typeof said === 'string' ? { message: said } : {}
    if (typeof sqlstate === 'string') return { sqlstate, ...words }
    last = { ...last, ...(typeof code === 'string' ? { code } : {}), ...lastLine(words) }
  }
  return last
}

/** Whether the server still reads and writes nothing: it has no room, or it is read-only. */
export const refusesWrites = (error: unknown): boolean =>
  serverState(error) === 'full' || serverWords(error).sqlstate === '25006'

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
