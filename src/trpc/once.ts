import { TRPCError } from '@trpc/server'
import { type Errand, errandOf } from '@/domain/answers/errand'
import { claim, keep, lock } from '@/domain/answers/store'
import type { Result } from '@/domain/errors'
import { type Db, transaction } from '@/infra/db'
import { Unavailable } from '@/infra/unavailable'
import type { Context } from './init'

/** After how many seconds a page asks again for what is still under way. */
const underWay = 2

/**
 * Makes what a page asks for once, however often it is asked by the same retry key: the answer is kept in the transaction of
 * the work, so that both are there or neither is (decision 13). Without a key it is simply made.
 * @param asked the procedure and its input; with the key of another call it is refused
 * @throws Unavailable while the first call is still at work
 */
export async function once<T>(
  { db, actor, retryKey }: Context,
  asked: readonly [path: string, input: unknown],
  work: (db: Db) => Promise<Result<T>>,
): Promise<Result<T>> {
  const who = actor?.accountId ?? null
  if (retryKey === undefined || who === null) return work(db)
  const errand = errandOf(['page', String(who), retryKey], [asked[0], JSON.stringify(asked[1])])
  return transaction(db, (tx) => inTurn(tx, errand, work))
}

async function inTurn<T>(tx: Db, errand: Errand, work: (db: Db) => Promise<Result<T>>): Promise<Result<T>> {
  if (!(await lock(tx, errand))) throw new Unavailable(underWay)
  const claimed = await claim(tx, errand)
  if (claimed.kind === 'in_flight') throw new Unavailable(underWay)
  if (claimed.kind === 'other_errand') throw new TRPCError({ code: 'BAD_REQUEST' })
  // It is an answer of this procedure, encrypted and bound to its row.
  if (claimed.kind === 'answered') return JSON.parse(claimed.answer)
  const result = await work(tx)
  // A refusal rolls the claim back: what was wrong may be right the next time.
  if (result.ok) await keep(tx, errand, claimed.claim, JSON.stringify(result))
  return result
}
