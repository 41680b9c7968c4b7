import { type Errand, errandOf } from '@/domain/answers/errand'
import { type Claimed, claim, keep, lock, release } from '@/domain/answers/store'
import { type Db, type RootDb, transaction } from '@/infra/db'
import type { BodyProblem } from './body'

/** Why a call with an Idempotency-Key is not done. */
export type OnceProblem = Extract<BodyProblem, { kind: 'malformed' }> | { kind: 'in_flight' } | { kind: 'key_reused' }

type Kept = { status: number; headers: Record<string, string>; body: string }

/** The headers that an answer is worth nothing without; the rest are made anew. */
const keptHeaders = ['content-type', 'location', 'etag']
const passing = new WeakSet<Response>()

/** Marks an answer that says "not now", whatever its status: it is not kept. */
export function momentary(response: Response): Response {
  passing.add(response)
  return response
}

/** Whether the same call would be answered the same tomorrow. */
const isFinal = (response: Response): boolean =>
  response.status < 500 && ![401, 408, 409, 412, 425, 429].includes(response.status) && !passing.has(response)

async function freeze(response: Response): Promise<string> {
  const headers = keptHeaders.flatMap((name) => {
    const value = response.headers.get(name)
    return value === null ? [] : [[name, value]]
  })
  const kept: Kept = {
    status: response.status,
    headers: Object.fromEntries(headers),
    body: await response.clone().text(),
  }
  return JSON.stringify(kept)
}

/**
 * Looks at the object of a kept 2xx answer by what its caller may see now. Answers another body for it, another answer, or
 * undefined where it can be given as it was.
 */
export type Review = (db: Db, kept: object) => Promise<{ body: object } | { answer: Response } | undefined>

async function replay(db: Db, answer: string, review: Review | undefined): Promise<Response> {
  const { status, headers, body }: Kept = JSON.parse(answer)
  const kept: unknown = review && status < 300 ? JSON.parse(body) : undefined
  const seen = typeof kept === 'object' && kept !== null ? await review?.(db, kept) : undefined
  if (seen && 'answer' in seen) {
    seen.answer.headers.set('Idempotency-Replayed', 'true')
    return seen.answer
  }
  // The tag is of the bytes that were answered then: it would tell of what is hidden now.
  const { etag: _tag, ...untagged } = headers
  const [text, rest] = seen ? [JSON.stringify(seen.body), untagged] : [body, headers]
  return new Response(text, { status, headers: { ...rest, 'Idempotency-Replayed': 'true' } })
}

/** What is asked, of whom: the same key with anything else is a mistake of the caller's. */
export function errandFor(
  caller: readonly string[],
  key: string,
  asked: { method: string; path: string; body: object },
): Errand | OnceProblem {
  try {
    // As read, so that white space and the boundary of a form do not count.
    return errandOf([...caller, key], [asked.method, asked.path.replace(/\/$/, ''), JSON.stringify(asked.body)])
  } catch {
    return { kind: 'malformed', message: 'nested too deeply' }
  }
}

/** The answer, or the problem, of an errand that is not to be done now. */
async function otherwise(
  db: Db,
  claimed: Exclude<Claimed, { kind: 'mine' }>,
  review: Review | undefined,
): Promise<Response | OnceProblem> {
  if (claimed.kind === 'answered') return replay(db, claimed.answer, review)
  return { kind: claimed.kind === 'in_flight' ? 'in_flight' : 'key_reused' }
}

const settle = async (db: Db, errand: Errand, mine: string, response: Response) =>
  isFinal(response) ? keep(db, errand, mine, await freeze(response)) : release(db, errand, mine)

/**
 * Does the work and keeps its answer in one transaction: whenever the process dies, both are there or neither is, and the
 * key is free the moment its connection ends.
 */
export async function onceTogether(
  db: RootDb,
  errand: Errand,
  work: (tx: Db) => Promise<Response>,
  review?: Review,
): Promise<Response | OnceProblem> {
  const done = await transaction(db, async (tx) => {
    const claimed: Claimed = (await lock(tx, errand)) ? await claim(tx, errand) : { kind: 'in_flight' }
    if (claimed.kind !== 'mine') return { ok: false, answer: await otherwise(tx, claimed, review) }
    const response = await work(tx)
    await settle(tx, errand, claimed.claim, response)
    return { ok: true, answer: response }
  })
  return done.answer
}

/** Keeps an answer in the transaction of the work that it is about. @throws when the claim has lapsed meanwhile */
export type KeepIn = (tx: Db, response: Response) => Promise<void>

/**
 * Does work that hashes or sends, and so must hold no connection meanwhile: the claim is written first and the answer
 * last, or by `keepIn` in the work's own transaction. When the process dies between, the claim lapses.
 */
export async function onceApart(
  db: RootDb,
  errand: Errand,
  work: (keepIn: KeepIn) => Promise<Response>,
  review?: Review,
): Promise<Response | OnceProblem> {
  const claimed = await claim(db, errand)
  if (claimed.kind !== 'mine') return otherwise(db, claimed, review)
  try {
    const response = await work(async (tx, answer) => {
      if (!(await keep(tx, errand, claimed.claim, await freeze(answer)))) throw new Error('a claim has lapsed')
    })
    await settle(db, errand, claimed.claim, response)
    return response
  } catch (error) {
    // When the database is away the claim lapses by itself; the error worth telling is the first.
    await release(db, errand, claimed.claim).catch(() => undefined)
    throw error
  }
}
