import type { Db } from '@/infra/db'
import type { Actor } from '../actor'
import { type Failure, forbidden, type Result } from '../errors'
import { forgetFields } from '../fields/queries'
import { endJob, finishJob, type Job, JobLost } from '../jobs/jobs'
import { NotYet, type Work, type Worker, type Workers } from '../jobs/work'
import { inputs, performs, takePlace, withPatience } from './perform'
import { type ActKind, type ActValue, actKinds, type Kept } from './schema'

/** Who asked for a job, as they are now; undefined when they may no longer come in. `isConfirmed`: they were, when they asked. */
export type ActorOf = (db: Db, author: Job['author'], isConfirmed: boolean) => Promise<Actor | undefined>

/** The longest an act waits for one row, in milliseconds; after that it steps back and waits without a connection. */
const patience = 10_000

const keep = (kept: Kept): Kept => kept

/** Names are not kept beside a job: whoever asks is told those of that moment. */
function withoutNames(value: object): object {
  if (!('conflicts' in value) || !Array.isArray(value.conflicts)) return value
  return {
    ...value,
    conflicts: value.conflicts.map((each) => (each.noun === 'person' ? { ...each, name: '', usin: '' } : each)),
  }
}

async function run<K extends ActKind>(kind: K, { db, job, signal, progress }: Work, actorOf: ActorOf): Promise<void> {
  const alive = () => {
    if (signal.aborted) throw new JobLost()
  }
  progress(kind === 'undo' || kind === 'undo-preview' ? 'checking' : 'writing')
  const actor = await actorOf(db, job.author, job.input.confirmed === true)
  const input = inputs[kind](job.input[kind])
  let result: Result<ActValue[K]> = forbidden
  try {
    if (actor)
      result = await withPatience(db, patience, async (tx) => {
        if (!(await takePlace(tx, job.author.schoolId))) throw new NotYet()
        const done = await performs[kind](tx, actor, input, (phase, done = 0, total = 0) => {
          alive()
          progress(phase, done, total)
        })
        alive()
        if (done.ok) await finishJob(tx, job, keep({ value: withoutNames(done.value) }))
        return done
      })
  } finally {
    forgetFields(job.author.schoolId)
  }
  if (result.ok) return
  if (result.failure.kind === 'busy') throw new NotYet()
  await fail(db, job, result.failure)
}

const fail = async (db: Db, job: Job, failure: Failure): Promise<void> => {
  if (!(await endJob(db, job, 'failed', keep({ failure })))) throw new JobLost()
}

/** The jobs of acts. */
export function actWorkers(actorOf: ActorOf): Workers {
  const worker = (kind: ActKind): Worker => ({
    run: (work) => run(kind, work, actorOf),
    ended: async (db, job, how) => {
      await db.sql('UPDATE job SET result = $2::jsonb WHERE id = $1::bigint', [
        job.id,
        JSON.stringify(keep({ ended: how })),
      ])
    },
  })
  return Object.fromEntries(actKinds.map((kind) => [kind, worker(kind)]))
}
