import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Db, RootDb } from '@/infra/db'
import { serverState } from '@/infra/sql-error'
import type { Actor } from '../actor'
import { isConfirmed, unconfirmed } from '../confirmation'
import { forbidden, ok, type Result } from '../errors'
import { addJob, cancelJob, type JobState } from '../jobs/jobs'
import { pace, workOnce } from '../jobs/work'
import { can } from '../policy'
import { mayRollOver } from '../rollover/queries'
import { countUndone } from '../undo/commands'
import { type ActInput, isPlaceTaken, performs, withPatience } from './perform'
import { type ActKind, type ActValue, actKinds, type Kept, type Queued } from './schema'
import { actWorkers } from './workers'

/** From so many records on an act is a big one, which the school has one at a time of. */
const big = 200
/** The longest that a small act waits for one row before it waits for its turn as a job, in milliseconds. */
const patience = 2_000
/** The longest a caller waits for a big act, in milliseconds; it goes on by itself. */
const heldUp = 8_000

type Asked<K extends ActKind> = { kind: K; input: ActInput[K]; isBig: boolean }
type Answer<K extends ActKind> = Promise<Result<ActValue[K] | Queued>>

/**
 * Does an act, or has it wait for its turn. A small one is done in the call; only where others hold what it needs does it
 * become a job. A big one is a job from the start, begun by the call where the school is free.
 */
async function perform<K extends ActKind>(db: RootDb, actor: Actor, asked: Asked<K>): Answer<K> {
  const done = asked.isBig ? undefined : await atOnce(db, actor, asked)
  if (done) return done
  const waits = !asked.isBig || (await isPlaceTaken(db, actor.schoolId))
  // Nobody is there to be asked when its turn comes; to look takes no password.
  if (waits && asked.kind !== 'undo-preview' && !isConfirmed(actor)) return unconfirmed
  return waits ? ok({ job: await ask(db, actor, asked) }) : begin(db, actor, asked)
}

/** Undefined when others hold what it needs. */
async function atOnce<K extends ActKind>(
  db: RootDb,
  actor: Actor,
  { kind, input }: Asked<K>,
): Promise<Result<ActValue[K]> | undefined> {
  try {
    const result = await withPatience(db, patience, (tx) => performs[kind](tx, actor, input))
    return !result.ok && result.failure.kind === 'busy' ? undefined : result
  } catch (error) {
    if (serverState(error) === 'busy') return undefined
    throw error
  }
}

/** Asks for the job; the same preview that waits already is not asked for twice. */
async function ask<K extends ActKind>(
  db: Db,
  actor: Actor,
  { kind, input }: Asked<K>,
  holder?: string,
): Promise<string> {
  const asked = { [kind]: input, confirmed: isConfirmed(actor) }
  if (kind === 'undo-preview') {
    const [same] = await db.sql<{ id: string }>(
      `SELECT id::text FROM job WHERE school_id = $1 AND kind = $2 AND account_id = $3 AND input -> $2 = $4::jsonb AND state IN ('waiting', 'running') LIMIT 1`,
      [actor.schoolId, kind, actor.accountId, JSON.stringify(input)],
    )
    if (same) return same.id
  }
  return addJob(db, actor, { kind, subjectId: 0, input: asked, holder, lease: pace.lease })
}

async function begin<K extends ActKind>(db: RootDb, actor: Actor, asked: Asked<K>): Answer<K> {
  const holder = randomUUID()
  const job = await ask(db, actor, asked, holder)
  const work = workOnce(
    db,
    actWorkers(async () => actor),
    new AbortController().signal,
    { holder, id: job },
  )
  const late = new AbortController()
  // What fails after the caller was answered is in the log of jobs, and in the job.
  work.catch(() => {})
  await Promise.race([
    work.finally(() => late.abort()),
    sleep(heldUp, undefined, { signal: late.signal }).catch(() => {}),
  ])
  // Another was faster: whoever comes first may do it when its turn comes.
  await db.sql(
    `UPDATE job SET holder = NULL, held_until = NULL WHERE id = $1::bigint AND state = 'waiting' AND holder = $2::uuid`,
    [job, holder],
  )
  const [found] = await db.sql<{ state: JobState; result: Kept<ActValue[K]> | null }>(
    'SELECT state, result FROM job WHERE id = $1::bigint',
    [job],
  )
  if (found?.state === 'waiting' || found?.state === 'running') return ok({ job })
  // The caller is told; nobody else need be.
  await db.sql('DELETE FROM job WHERE id = $1::bigint', [job])
  const { value, failure } = found?.result ?? {}
  if (value) return ok(value)
  // It failed by itself, and the log says why.
  return failure ? { ok: false, failure } : { ok: false, failure: { kind: 'unavailable', seconds: 5 } }
}

/** Undoes a change set as `undo` does, at once or when its turn comes. */
export async function askUndo(db: RootDb, actor: Actor, input: ActInput['undo']): Answer<'undo'> {
  const count = await countUndone(db, actor, input)
  return count.ok ? perform(db, actor, { kind: 'undo', input, isBig: count.value >= big }) : count
}

/** Previews an undo as `previewUndo` does, at once or when its turn comes. */
export const askPreview = async (db: RootDb, actor: Actor, input: ActInput['undo']): Answer<'undo-preview'> => {
  const count = await countUndone(db, actor, input)
  return count.ok ? perform(db, actor, { kind: 'undo-preview', input, isBig: false }) : count
}

/** Closes a school year as `rollOver` does, at once or when its turn comes. */
export const askRollover = async (db: RootDb, actor: Actor, input: ActInput['rollover']): Answer<'rollover'> =>
  mayRollOver(actor) ? perform(db, actor, { kind: 'rollover', input, isBig: true }) : forbidden

/** Deletes people as `removePeople` does, at once or, where they are many, when its turn comes. */
export const askRemoval = async (db: RootDb, actor: Actor, input: ActInput['removal']): Answer<'removal'> =>
  can(actor, 'people:write')
    ? perform(db, actor, { kind: 'removal', input, isBig: input.ids.length >= big })
    : forbidden

/** Gives people a status as `setStatus` does, at once or, where they are many, when its turn comes. */
export const askStatus = async (db: RootDb, actor: Actor, input: ActInput['status']): Answer<'status'> =>
  can(actor, 'people:write') ? perform(db, actor, { kind: 'status', input, isBig: input.ids.length >= big }) : forbidden

/**
 * Ends an act that waits or is under way; nothing of it stays. The caller's own, or any where they administer the school.
 * Answers how many those are: one, or none.
 */
export async function cancelAct(db: Db, actor: Actor, { job }: Queued): Promise<Result<{ count: number }>> {
  if (!can(actor, 'people:write')) return forbidden
  const found = await db.sql(
    `SELECT 1 AS one FROM job WHERE id = $1::bigint AND school_id = $2 AND kind = ANY($3::text[]) AND ($4 OR account_id = $5)`,
    [job, actor.schoolId, actKinds, can(actor, 'people:import'), actor.accountId],
  )
  if (found.length > 0) await cancelJob(db, actor.schoolId, job)
  return ok({ count: found.length })
}

/** Forgets an act of the caller's own that ended: they have seen what came of it. Answers how many those are. */
export async function forgetAct(db: Db, actor: Actor, { job }: Queued): Promise<Result<{ count: number }>> {
  if (!can(actor, 'people:write')) return forbidden
  const rows = await db.sql(
    `DELETE FROM job WHERE id = $1::bigint AND school_id = $2 AND account_id = $3 AND kind = ANY($4::text[])
       AND state NOT IN ('waiting', 'running') RETURNING 1 AS one`,
    [job, actor.schoolId, actor.accountId, actKinds],
  )
  return ok({ count: rows.length })
}

/**
 * Has an act of the caller's own that failed tried again, in the place that it had. Answers how many those are. `confirm` when
 * the password was not given lately.
 */
export async function retryAct(db: Db, actor: Actor, { job }: Queued): Promise<Result<{ count: number }>> {
  if (!can(actor, 'people:write')) return forbidden
  if (!isConfirmed(actor)) return unconfirmed
  const rows = await db.sql(
    `UPDATE job SET state = 'waiting', tries = 0, phase = '', result = NULL, finished_at = NULL, input = input || '{"confirmed": true}'
     WHERE id = $1::bigint AND school_id = $2 AND account_id = $3 AND kind = ANY($4::text[]) AND state = 'failed' RETURNING 1 AS one`,
    [job, actor.schoolId, actor.accountId, actKinds],
  )
  return ok({ count: rows.length })
}
