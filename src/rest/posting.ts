import { addressOf } from '@/auth/address'
import type { Actor } from '@/domain/actor'
import type { Errand } from '@/domain/answers/errand'
import type { Scope } from '@/domain/policy'
import type { Db } from '@/infra/db'
import { inStrangersTurn } from '@/infra/queue/strangers'
import { type Call, type Method, type OpenCall, open, Stopped, scoped } from './contract'
import { idempotencyKey } from './idempotency-key'
import { errandFor, type KeepIn, type OnceProblem, onceApart, onceTogether, type Review } from './once'

/** `db` is a transaction when the caller sent an Idempotency-Key. */
export type Posting = Omit<Call, 'db'> & { db: Db }
/** `keepIn` keeps the answer in the transaction of the work that it is about; without a key it does nothing. */
export type OpenPosting = OpenCall & { keepIn: KeepIn }

const header = 'Idempotency-Key'

/** The errand that the call's key stands for, and the body, which can be read only once; undefined without a key. */
async function errandIn(
  call: OpenCall,
  caller: readonly string[],
): Promise<{ errand: Errand; body: object } | undefined> {
  const given = idempotencyKey(call.request.headers)
  if (given === undefined) return undefined
  if (given === 'bad') throw new Stopped({ kind: 'bad_header', name: header })
  const body = await call.read()
  const asked = { method: call.request.method, path: call.url.pathname, body }
  const errand = errandFor([call.contract, ...caller], given.key, asked)
  if ('kind' in errand) throw new Stopped(errand)
  return { errand, body }
}

function answered(answer: Response | OnceProblem): Response {
  if (answer instanceof Response) return answer
  throw new Stopped(answer)
}

/**
 * A POST that makes something, for callers who hold the scope: with an Idempotency-Key, once, however often it is sent.
 * `review` looks at the kept answer before the caller gets it again.
 */
export const posting = (
  scope: Scope,
  handle: (call: Posting) => Promise<Response>,
  review?: (actor: Actor) => Review,
): Method =>
  scoped(scope, async (call) => {
    const { apiKeyId, accountId } = call.actor
    const given = await errandIn(call, apiKeyId === null ? ['account', String(accountId)] : ['key', String(apiKeyId)])
    if (!given) return handle(call)
    const { errand, body } = given
    const work = (db: Db) => handle({ ...call, db, read: async () => body })
    return answered(await onceTogether(call.db, errand, work, review?.(call.actor)))
  })

/** The same for everybody. Of a caller without a name the address stands for one. */
export const openPosting = (handle: (call: OpenPosting) => Promise<Response>, review?: Review): Method =>
  open(async (call) => {
    // Whoever sends slowly holds no turn; what is wrong with the body is said where it is asked for.
    await call.read().catch(() => {})
    return inStrangersTurn(async () => {
      const given = await errandIn(call, ['address', addressOf(call.request.headers)])
      if (!given) return handle({ ...call, keepIn: async () => {} })
      const { errand, body } = given
      const work = (keepIn: KeepIn) => handle({ ...call, keepIn, read: async () => body })
      return answered(await onceApart(call.db, errand, work, review))
    })
  })
