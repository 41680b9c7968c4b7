import pino from 'pino'
import { env } from './env'
import { serverState, serverWords } from './sql-error'
import { writeToStderr } from './stderr'

const hidden = [
  ...['password', '*.password', 'authorization', '*.authorization', 'cookie', '*.cookie'],
  ...['phone', '*.phone', 'idcard', '*.idcard'],
]

const isDatabaseError = (error: Error) =>
  'severity' in error || /^P[1-6]\d{3}$/.test('code' in error ? String(error.code) : '')

/** An error as far as it may be written down: what the database says of one holds the values it was about. */
export function describeError(error: unknown): object {
  if (!(error instanceof Error)) return { type: typeof error }
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line))
  const code = 'code' in error ? { code: error.code } : {}
  const constraint = 'constraint' in error ? { constraint: error.constraint } : {}
  // What the server says of its own state holds no values, and an operator needs it, through Prisma's wrapping too.
  const words = serverWords(error)
  const ofServer = serverState(error) ? words : words.sqlstate ? { sqlstate: words.sqlstate } : {}
  const message = isDatabaseError(error) ? ofServer : { message: error.message }
  const cause = error.cause === undefined ? {} : { cause: describeError(error.cause) }
  return { type: error.name, ...code, ...constraint, ...message, ...cause, stack: frames.join('\n') }
}

/** One JSON line an event, on stderr. No secret, code or personal number is ever handed to it; the list is a net below that. */
export const log = pino(
  {
    level: env().logLevel,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: { paths: hidden, censor: '…' },
    serializers: { err: describeError },
  },
  { write: (line) => writeToStderr(line) },
)
