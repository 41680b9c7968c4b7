import type { Db } from '@/infra/db'
import type { Job } from '../../jobs/jobs'
import type { Ended, Workers } from '../../jobs/work'
import { readInThread } from './read'
import { runImport } from './run'
import type { ImportProblem } from './schema'

const problemOf: Record<Ended, { kind: ImportProblem }> = {
  cancelled: { kind: 'cancelled' },
  failed: { kind: 'broken' },
  died: { kind: 'died' },
  forbidden: { kind: 'forbidden' },
}

/** The jobs of imports. */
export const importWorkers: Workers = {
  'import-read': {
    run: async (work) => {
      await readInThread(work, work.job)
    },
    ended: (db, job, how) => setState(db, job, 'failed', problemOf[how]),
  },
  'import-run': {
    run: runImport,
    ended: (db, job, how) => setState(db, job, 'ready', how === 'cancelled' ? null : problemOf[how]),
  },
}

async function setState(db: Db, job: Job, state: 'failed' | 'ready', problem: object | null): Promise<void> {
  await db.sql(
    `UPDATE import SET state = $2, problem = $3::jsonb, touched_at = now() WHERE id = $1 AND job_id = $4::bigint`,
    [job.subjectId, state, problem === null ? null : JSON.stringify(problem), job.id],
  )
}
