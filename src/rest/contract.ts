import { addressOf } from '@/auth/address'
import { requestTarget } from '@/auth/target'
import type { Actor } from '@/domain/actor'
import type { Scope } from '@/domain/policy'
import { asCaller, noteKnown } from '@/infra/caller'
import { db, type RootDb } from '@/infra/db'
import { log } from '@/infra/log'
import { Disproved, type Proof, withProof } from '@/infra/proof'
import { noteRoute, type RouteHandler } from '@/infra/route-handlers'
import { hasNullCharacter, isDataException, isRace, serverState } from '@/infra/sql-error'
import { logState } from '@/infra/state-log'
import { Unavailable } from '@/infra/unavailable'
import { routes } from '@/server/routes'
import type { BodyProblem, Read } from './body'
import { countRequest, finish } from './call-count'
import type { OnceProblem } from './once'

/** What keeps a call from its handler, or befalls it there; each contract has its own words and shape for it. */
export type Problem =
  | BodyProblem
  /** `why` is the contract's own. */
  | { kind: 'unauthorized'; why?: string }
  | { kind: 'wrong_school' }
  /** The key may not be used from there. */
  | { kind: 'wrong_address'; address: string }
  | { kind: 'missing_scope'; scope: Scope }
  | { kind: 'no_route' }
  | { kind: 'method_not_allowed'; method: string; allowed: readonly string[] }
  | { kind: 'not_acceptable' }
  | { kind: 'throttled'; seconds: number }
  | { kind: 'bad_query'; message: string }
  | { kind: 'bad_header'; name: string }
  | OnceProblem
  | { kind: 'database_away' }
  /** The site is busy; it may be tried again after so many seconds. */
  | { kind: 'unavailable'; seconds: number }
  | { kind: 'internal' }

/** What a contract says for itself: who is calling, how bodies are read, how errors and answers look. */
export type Contract = {
  name: string
  authenticate(request: Request, db: RootDb): Promise<Actor | Problem>
  /** Who was calling by these credentials lately, with the proof that they still are. */
  recall?(request: Request): { actor: Actor; proof: Proof } | undefined
  /** What keeps a known caller from this request. */
  admit?(request: Request, actor: Actor): Problem | undefined
  read(request: Request): Promise<Read<object>>
  problem(problem: Problem): Response
  /** What is wrong with the request before anybody looks at it. */
  refuse?(request: Request): Problem | undefined
  /** Whether a method that is not there is told to authenticated callers alone. */
  hidesMethods?: boolean
  optionsStatus: 200 | 204
  /** Set on every answer. */
  headers?: Record<string, string>
}

export type OpenCall = {
  /** The name of the contract. */
  contract: string
  db: RootDb
  request: Request
  url: URL
  params: Record<string, string>
  /** The object of the body; a body that cannot be read is answered by the contract. */
  read(): Promise<object>
}
export type Call = OpenCall & { actor: Actor }

export type Method =
  | { isOpen: false; scope: Scope | undefined; handle: (call: Call) => Promise<Response> }
  | { isOpen: true; handle: (call: OpenCall) => Promise<Response> }

/** A method for callers who hold the scope. */
export const scoped = (scope: Scope, handle: (call: Call) => Promise<Response>): Method => ({
  isOpen: false,
  scope,
  handle,
})
/** A method for whoever is authenticated; what they may do there the command decides. */
export const signedIn = (handle: (call: Call) => Promise<Response>): Method => ({
  isOpen: false,
  scope: undefined,
  handle,
})
/** A method for everybody. */
export const open = (handle: (call: OpenCall) => Promise<Response>): Method => ({ isOpen: true, handle })

const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const
type MethodName = (typeof methods)[number]
type Declared = Partial<Record<Exclude<MethodName, 'OPTIONS'>, Method>>

/** Carries a problem out of a handler to the wrapper. */
export class Stopped extends Error {
  constructor(readonly problem: Problem) {
    super(problem.kind)
  }
}

type Asked = {
  contract: Contract
  declared: Declared
  name: keyof Declared
  request: Request
  context: Parameters<RouteHandler>[1]
  /** A body can be read once, and is asked for again where a recalled caller is not proven. */
  body?: Promise<Read<object>>
}

/** Answers for a caller who is known, is nobody in particular, or is the problem. */
async function serve(asked: Asked, database: RootDb, actor: Actor | Problem | undefined): Promise<Response> {
  const { contract, declared, name, request, context } = asked
  const method = declared[name]
  if (actor && !('kind' in actor)) noteKnown(actor.apiKeyId ? `key ${actor.apiKeyId}` : `account ${actor.accountId}`)
  const seconds = await countRequest(request, actor && 'kind' in actor ? undefined : actor)
  if (seconds > 0) return contract.problem({ kind: 'throttled', seconds })
  if (actor && 'kind' in actor) return contract.problem(actor)
  const kept = actor && contract.admit?.(request, actor)
  if (kept) return contract.problem(kept)
  if (!method) return contract.problem({ kind: 'method_not_allowed', method: name, allowed: Object.keys(declared) })
  const call: OpenCall = {
    contract: contract.name,
    db: database,
    request,
    url: requestTarget(request.headers, request.url),
    params: await context.params,
    async read() {
      asked.body ??= contract.read(request)
      const read = await asked.body
      if (!read.ok) throw new Stopped(read.problem)
      return read.body
    },
  }
  if (method.isOpen) return method.handle(call)
  if (!actor) return contract.problem({ kind: 'unauthorized' })
  if (method.scope && !actor.scopes.has(method.scope))
    return contract.problem({ kind: 'missing_scope', scope: method.scope })
  return method.handle({ ...call, actor })
}

/** Whether a body is more than the server holds for a caller who is not proven, or may be: it does not say its length. */
const isLarge = ({ headers }: Request): boolean =>
  headers.has('transfer-encoding') || Number(headers.get('content-length') ?? 0) > routes.people.body.nobody

/** Answers whoever called by these credentials lately, if the database says with its first answer that they still may. */
async function recalled(asked: Asked, database: RootDb): Promise<Response | undefined> {
  const known = asked.contract.recall?.(asked.request)
  if (!known) return undefined
  const { db: proving, check } = withProof(database, known.proof)
  const failed = async (error: unknown): Promise<never> => {
    // A server that does not answer is not asked again.
    if (serverState(error) === undefined) await check()
    throw error
  }
  try {
    const served = await serve(asked, proving, known.actor).catch(failed)
    await check()
    return served
  } catch (error) {
    if (error instanceof Disproved) return undefined
    throw error
  }
}

async function answer(asked: Asked): Promise<Response> {
  const { contract, declared, name, request } = asked
  const refusal = contract.refuse?.(request)
  if (refusal) return contract.problem(refusal)
  const database = db()
  const method = declared[name]
  const isOpen = method ? method.isOpen : !contract.hidesMethods || Object.values(declared).every((each) => each.isOpen)
  if (isOpen) return serve(asked, database, undefined)
  const quick = method && !isLarge(request) ? await recalled(asked, database) : undefined
  return quick ?? serve(asked, database, await contract.authenticate(request, database))
}

/**
 * The answer to whatever a handler threw: 503 for a state of the database server, 400 to a null character, which no text
 * may hold, else 500; the cause is logged, not told. Whoever left hears none of it.
 */
export function thrown(contract: Pick<Contract, 'name' | 'problem'>, request: Request, error: unknown): Response {
  if (error instanceof Stopped) return contract.problem(error.problem)
  if (error instanceof Unavailable) return contract.problem({ kind: 'unavailable', seconds: error.seconds })
  const about = { contract: contract.name, method: request.method, request: request.headers.get('x-request-id') }
  if (serverState(error)) {
    // The connection of a caller who left breaks too.
    if (!request.signal.aborted) logState(error, about)
    return contract.problem({ kind: 'database_away' })
  }
  if (isRace(error)) {
    log.warn({ contract: contract.name, err: error }, 'two calls wrote the same')
    return contract.problem({ kind: 'unavailable', seconds: 1 })
  }
  if (isDataException(error) && !hasNullCharacter(error))
    return contract.problem({ kind: 'bad_query', message: '请求含有超出范围的值。' })
  if (hasNullCharacter(error)) return contract.problem({ kind: 'bad_query', message: '请求含有空字符 U+0000。' })
  if (request.signal.aborted) log.info(about, 'the caller left')
  else log.error({ ...about, err: error }, 'a call failed')
  return contract.problem({ kind: 'internal' })
}

/**
 * The route handlers of one path: each call is authenticated, counted, its scope checked, and handed to its method,
 * which reads the body within bounds; whatever goes wrong is said in the contract's own shape.
 */
export function endpoint(contract: Contract, declared: Declared): Record<MethodName, RouteHandler> {
  const headers = Object.entries(contract.headers ?? {})
  const allowed = [...Object.keys(declared), 'OPTIONS'].join(', ')
  const handler =
    (name: MethodName): RouteHandler =>
    async (request, context) => {
      noteRoute(request, handlers)
      const response =
        name === 'OPTIONS'
          ? new Response(null, { status: contract.optionsStatus, headers: { Allow: allowed } })
          : await asCaller(addressOf(request.headers), request.signal, () =>
              answer({ contract, declared, name, request, context }),
            ).catch((error) => thrown(contract, request, error))
      for (const [key, value] of headers) response.headers.set(key, value)
      return finish(request, response)
    }
  const handlers = {
    GET: handler('GET'),
    POST: handler('POST'),
    PUT: handler('PUT'),
    PATCH: handler('PATCH'),
    DELETE: handler('DELETE'),
    OPTIONS: handler('OPTIONS'),
  }
  return handlers
}
