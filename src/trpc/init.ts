import { initTRPC, TRPCError } from '@trpc/server'
import { getHTTPStatusCodeFromError } from '@trpc/server/http'
import { addressOf } from '@/auth/address'
import { countCalls } from '@/auth/call-limit'
import { sessionActor } from '@/auth/session'
import type { Actor } from '@/domain/actor'
import { isConfirmed, unconfirmed } from '@/domain/confirmation'
import { type Failure, invalid, type Result } from '@/domain/errors'
import { findUnfit } from '@/domain/plain-input'
import { currentCaller } from '@/infra/caller'
import { db, type RootDb } from '@/infra/db'
import { log } from '@/infra/log'
import { inQueue } from '@/infra/queue/queue'
import { inStrangersTurn } from '@/infra/queue/strangers'
import { isDataException, isRace } from '@/infra/sql-error'
import { logState } from '@/infra/state-log'
import { notNow } from '@/infra/unavailable'
import { ownTurn } from './own-turn'
import { transformer } from './transformer'

export type Context = {
  db: RootDb
  actor: Actor | undefined
  /** Of the client, for what is counted by it. */
  address: string
  /** The header of that name. */
  cookie: string | undefined
  /** By which a page sends the same call again, where it does not know whether the first was done. */
  retryKey?: string | undefined
}

/** What procedures are called with; `known` is who is signed in, if that was asked already. */
export const createContext = async (headers: Headers, known?: Actor): Promise<Context> => {
  try {
    return {
      db: db(),
      actor: known ?? (await sessionActor()),
      address: addressOf(headers),
      cookie: headers.get('cookie') ?? undefined,
      retryKey: retryKeyOf(headers),
    }
  } catch (error) {
    throw beforeTheCall(error, headers)
  }
}

/** What fails before a procedure is called leaves all of it undone, and the page may send it again. */
const beforeTheCall = (error: unknown, headers: Headers): unknown =>
  withoutFault(error, { request: headers.get('x-request-id') }, { untouched: true }) ?? error

const retryKeyOf = (headers: Headers): string | undefined => {
  const given = headers.get('idempotency-key')
  return given !== null && /^[\w-]{16,64}$/.test(given) ? given : undefined
}

/** Carries a typed failure through tRPC's own error to the page. */
class Failed extends Error {
  constructor(
    readonly failure: Failure,
    /** What it was that failed, for whoever draws a page by the call. */
    cause?: unknown,
  ) {
    super(failure.kind, { cause })
  }
}

const codes = {
  invalid: 'UNPROCESSABLE_CONTENT',
  forbidden: 'FORBIDDEN',
  missing_scope: 'FORBIDDEN',
  // Not 401, by which a page would take the session for ended.
  confirm: 'PRECONDITION_REQUIRED',
  not_found: 'NOT_FOUND',
  busy: 'CONFLICT',
  changed_meanwhile: 'CONFLICT',
  refused: 'PRECONDITION_FAILED',
  throttled: 'TOO_MANY_REQUESTS',
  unavailable: 'SERVICE_UNAVAILABLE',
} as const satisfies Record<Failure['kind'], TRPCError['code']>

/** The HTTP status of a failure. */
export const statusOf = (failure: Failure): number =>
  getHTTPStatusCodeFromError(new TRPCError({ code: codes[failure.kind] }))

/** A failure that is told by another status than failures of its kind are. */
export const failedAs = (code: TRPCError['code'], failure: Failure): TRPCError =>
  new TRPCError({ code, cause: new Failed(failure) })

/** The call is not known to come from a page of ours. */
export const otherSite: Failure = { kind: 'refused', reason: 'other_site' }

/** The value of a result; a failure is thrown as the error that the page reads it from. */
export function unwrap<T>(result: Result<T>): T {
  if (result.ok) return result.value
  throw new TRPCError({ code: codes[result.failure.kind], cause: new Failed(result.failure) })
}

/** What the log says of a value that no column takes and no schema refused. */
export const lateRefusal = 'the database refused a value that a schema should have refused'

/** The error of a call that failed for a state of the site, or by its input; undefined: by a fault. */
function withoutFault(error: unknown, about: object, more: { untouched?: true } = {}): TRPCError | undefined {
  if (isDataException(error)) {
    log.warn({ err: error }, lateRefusal)
    return new TRPCError({ code: 'BAD_REQUEST' })
  }
  if (isRace(error)) {
    log.warn({ err: error }, 'two calls wrote the same')
    return new TRPCError({ code: codes.busy, cause: new Failed({ kind: 'busy' }) })
  }
  const failure = notNow(error)
  if (!failure) return undefined
  logState(error, about)
  // Whoever waits in a queue has done nothing yet.
  const mark = more.untouched || failure.state === undefined ? { untouched: true as const } : {}
  return new TRPCError({ code: codes.unavailable, cause: new Failed({ ...failure, ...mark }, error) })
}

/** `Retry-After` of an answer: the longest that one of its calls names. */
export function retryAfter(errors: readonly TRPCError[]): Record<string, string> {
  const seconds = errors.flatMap(({ cause }) =>
    cause instanceof Failed && 'seconds' in cause.failure ? [cause.failure.seconds] : [],
  )
  return seconds.length > 0 ? { 'Retry-After': String(Math.max(...seconds)) } : {}
}

/** The context of a request of so many calls, each of which counts. @throws TRPCError 429 where that is too many */
export async function countedContext(headers: Headers, calls: number, known?: Actor): Promise<Context> {
  const context = await createContext(headers, known)
  const { over, seconds } = await countCalls(context.actor, context.address, calls).catch((error) => {
    throw beforeTheCall(error, headers)
  })
  if (over) throw new TRPCError({ code: codes.throttled, cause: new Failed({ kind: 'throttled', seconds }) })
  return context
}

/**
 * Whether a procedure asks for the password again: at every call, by what the input changes, which its command decides, or
 * never where nothing is said.
 */
export type Meta = { confirm?: 'always' | 'by_input' }

const t = initTRPC
  .context<Context>()
  .meta<Meta>()
  .create({
    transformer,
    // What went wrong inside is logged and not told.
    errorFormatter: ({ shape, error }) => ({
      message: error.code === 'INTERNAL_SERVER_ERROR' ? 'internal error' : shape.message,
      code: shape.code,
      data: {
        code: shape.data.code,
        httpStatus: shape.data.httpStatus,
        failure: error.cause instanceof Failed ? error.cause.failure : null,
      },
    }),
  })

export const router = t.router

/** Every procedure: a state of the site, or a value that no column takes, is no fault. */
const base = t.procedure.use(async ({ next, path }) => {
  const result = await next()
  const error = result.ok ? undefined : withoutFault(result.error.cause, { path })
  if (error) throw error
  return result
})

/** Refuses what no command can take, by the name of the field. */
const plain = t.middleware(async ({ getRawInput, next }) => {
  const field = findUnfit(await getRawInput())
  if (field === '') throw new TRPCError({ code: 'BAD_REQUEST' })
  if (field !== undefined) unwrap(invalid({ field, reason: 'invalid' }))
  return next()
})

/** For whoever comes by: nothing behind it may tell who is known here. */
export const publicProcedure = base
  .use(plain)
  .use(({ ctx, next }) => (ctx.actor ? next() : inStrangersTurn(() => next())))

/** Every other procedure needs somebody signed in; what they may do there the command decides. */
export const procedure = base
  .use(({ ctx, next }) => {
    if (!ctx.actor) throw new TRPCError({ code: 'UNAUTHORIZED' })
    return next({ ctx: { ...ctx, actor: ctx.actor } })
  })
  .use(plain)

/** For sensitive changes: the password must have been given in the last 15 minutes. */
export const sensitiveProcedure = procedure.meta({ confirm: 'always' }).use(({ ctx, next }) => {
  if (!isConfirmed(ctx.actor)) unwrap(unconfirmed)
  return next()
})

/** For procedures of which some inputs are sensitive; the command asks. */
export const partlySensitiveProcedure = procedure.meta({ confirm: 'by_input' })

/** For previews, and for acts that look at as much: an account has one at a time, the site a few. */
export const costly = t.middleware(({ ctx, next }) =>
  ctx.actor ? inQueue('costly', ownTurn(ctx.actor, currentCaller()?.signal), () => next()) : next(),
)

/** Logs what nobody expected; the rest is an answer. */
export function onError({ error, path, req }: { error: TRPCError; path?: string | undefined; req: Request }): void {
  if (error.code !== 'INTERNAL_SERVER_ERROR') return
  log.error({ path, request: req.headers.get('x-request-id'), err: error.cause ?? error }, 'a procedure failed')
}
