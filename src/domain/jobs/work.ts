import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Db, type RootDb, transaction } from '@/infra/db'
import { log } from '@/infra/log'
import type { Loop } from '@/infra/loops'
import { serverState } from '@/infra/sql-error'
import { ok } from '../errors'
import {
  bigActs,
  claimJob,
  endJob,
  type Job,
  type JobKind,
  JobLost,
  type JobProgress,
  type JobTrouble,
  jobProgress,
  releaseJob,
  renewJob,
} from './jobs'

/** Somebody else is at work in the same place: the job is given back, and that is no try of it. */
export class NotYet extends Error {}

/** What a job is done with. */
export type Work = {
  db: RootDb
  job: Job
  /** Aborted when the job was cancelled or lost, or the process ends. */
  signal: AbortSignal
  progress: (phase: string, done?: number, total?: number) => void
}

export type Worker = {
  /** Does the job and calls `finishJob` in its last transaction. Whatever it wrote before that may be done again. */
  run(work: Work): Promise<void>
  /** Puts right what the job is about, in the transaction in which it is cancelled or given up. */
  ended(db: Db, job: Job, how: Ended): Promise<void>
}

/**
 * How a job ended that did not come to its end: `died` when process after process ended while it was at it, `failed` when
 * it failed by itself again and again, `forbidden` when whoever asked for it may not have it done by now.
 */
export type Ended = 'cancelled' | 'died' | 'failed' | 'forbidden'

/** Whether whoever asked for a job may have it done now. */
export type MayRun = (db: Db, job: Job) => Promise<boolean>

/** Who does which jobs: of other kinds none is taken. */
export type Workers = Partial<Record<JobKind, Worker>>

export type Pace = {
  /** How long a job is held without a sign of life, in seconds. */
  lease: number
  /** How often that sign is given, in milliseconds. */
  beat: number
}
export const pace: Pace = { lease: 15, beat: 1_000 }

/** How often a job is begun before it is given up: it may be what kills the process. What was cut off counts for nothing. */
const mostTries = 3

class GivenUp extends Error {}
class Forbidden extends Error {}
const pauseAfterFailure = 2

/** Takes one job, if there is one, and does it; answers whether there was one. */
export async function workOnce(
  db: RootDb,
  workers: Workers,
  stop: AbortSignal,
  options: Partial<Pace> & {
    holder?: string
    id?: string | undefined
    schoolId?: number
    mayRun?: MayRun | undefined
    onProgress?: (progress: JobProgress) => void
  } = {},
): Promise<boolean> {
  const { lease, beat } = { ...pace, ...options }
  const kinds = Object.keys(workers).filter((kind): kind is JobKind => Object.hasOwn(workers, kind))
  const only = { kinds, id: options.id, schoolId: options.schoolId }
  const job = await claimJob(db, options.holder ?? randomUUID(), lease, only)
  const worker = job && workers[job.kind]
  if (!worker) return false
  const ending = new AbortController()
  const said = { phase: '', done: 0, total: 0 }
  let why: 'cancelled' | 'lost' | 'stopped' | undefined
  const end = (reason: NonNullable<typeof why>) => {
    why ??= reason
    ending.abort()
  }
  const stopped = () => end('stopped')
  stop.addEventListener('abort', stopped)
  if (stop.aborted) stopped()
  const renew = async () => {
    const state = await renewJob(db, job, lease, said)
    if (state !== 'held') end(state)
    options.onProgress?.({ state: 'running', ...said })
  }
  // A beat that fails is made up for by the next; a lease that runs out for want of beats is somebody else's to take.
  const beating = setInterval(() => void renew().catch(() => {}), beat)
  try {
    await renew()
    if (job.tries > mostTries) throw new GivenUp(`given up after ${mostTries} tries`)
    if (why) throw new JobLost()
    if (options.mayRun && !(await options.mayRun(db, job))) throw new Forbidden()
    await worker.run({
      db,
      job,
      signal: ending.signal,
      progress(phase, done = 0, total = 0) {
        Object.assign(said, { phase, done, total })
      },
    })
  } catch (error) {
    clearInterval(beating)
    await settle(db, worker, job, error, why)
  } finally {
    clearInterval(beating)
    stop.removeEventListener('abort', stopped)
  }
  return true
}

async function settle(
  db: RootDb,
  worker: Worker,
  job: Job,
  error: unknown,
  why: 'cancelled' | 'lost' | 'stopped' | undefined,
): Promise<void> {
  if (why === 'stopped') return releaseJob(db, job, 0, false, 'cut_off')
  if (serverState(error) || error instanceof NotYet) return giveBack(db, job, serverState(error) ?? null)
  const state =
    why ?? (error instanceof JobLost ? await renewJob(db, job, 5, { phase: '', done: 0, total: 0 }) : 'held')
  if (state === 'lost') return
  if (state === 'cancelled') return endAs(db, worker, job, 'cancelled')
  if (error instanceof Forbidden) return endAs(db, worker, job, 'forbidden')
  log.warn({ job: job.id, kind: job.kind, tries: job.tries, err: error }, 'a job failed')
  if (job.tries < mostTries) return releaseJob(db, job, pauseAfterFailure, true, 'failed')
  return endAs(db, worker, job, error instanceof GivenUp ? 'died' : 'failed')
}

/** The database, or somebody who was in the way, cut the job off. That is no try of it, which can be written down once the database is well again. */
async function giveBack(db: RootDb, job: Job, trouble: JobTrouble | null): Promise<void> {
  for (let pause = 500; ; pause = Math.min(pause * 2, 10_000)) {
    try {
      return await releaseJob(db, job, pauseAfterFailure, false, trouble)
    } catch (error) {
      if (!serverState(error)) throw error
      await sleep(pause)
    }
  }
}

async function endAs(db: RootDb, worker: Worker, job: Job, how: Ended): Promise<void> {
  await transaction(db, async (tx) => {
    if (await endJob(tx, job, how === 'cancelled' ? how : 'failed')) await worker.ended(tx, job, how)
    return ok(null)
  })
}

/**
 * Does one job to its end, also if it has to be begun again. Where another process holds it, waits for that; where others of
 * the school come first, waits for those, and does them where nobody else is there to.
 */
export async function workThrough(
  db: RootDb,
  workers: Workers,
  id: string,
  options: Partial<Pace> & { holder: string; onProgress?: (progress: JobProgress) => void },
): Promise<void> {
  const { onProgress, ...how } = options
  const never = new AbortController().signal
  for (;;) {
    const worked = await workOnce(db, workers, never, { ...options, id })
    const progress = await jobProgress(db, id)
    if (!progress || (progress.state !== 'waiting' && progress.state !== 'running')) return
    onProgress?.(progress.state === 'waiting' ? { ...progress, phase: 'waiting' } : progress)
    if (worked || progress.state === 'running') {
      if (!worked) await sleep(300)
      continue
    }
    const helped = await workOnce(db, pick(workers, bigActs), never, {
      ...how,
      holder: randomUUID(),
      schoolId: progress.schoolId,
    })
    if (!helped) await sleep(300)
  }
}

const pick = (workers: Workers, kinds: readonly JobKind[]): Workers =>
  Object.fromEntries(kinds.flatMap((kind) => (workers[kind] ? [[kind, workers[kind]]] : [])))

/** Does the jobs one after another, beside the requests. */
export const jobsLoop = (
  workers: Workers,
  { name = 'jobs', mayRun }: { name?: string; mayRun?: MayRun } = {},
): Loop => ({
  name,
  every: 500,
  run: (db, signal) => workOnce(db, workers, signal, { mayRun }),
})
