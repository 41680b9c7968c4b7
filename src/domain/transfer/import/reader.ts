// A worker thread that reads the file of one import, so that the requests of the process are answered meanwhile.
import { parentPort, workerData } from 'node:worker_threads'
import { z } from 'zod'
import { withConnection } from '@/infra/connection'
import { codeOf } from '@/infra/system-error'
import { finishJob, type Job, JobLost } from '../../jobs/jobs'
import { countMissing } from './archive'
import { resolve } from './resolve'
import { countKinds, loadImport, type Stored, scopeOf } from './scope'
import { forgetShown, keepGiven, keepMissing } from './shown'
import { stage } from './stage'

const input = z.object({
  url: z.string(),
  importId: z.int(),
  schoolId: z.int(),
  /** The job to finish with the reading, or null where the reading is a part of another. */
  job: z.custom<Job>().nullable(),
})
const { url, importId, schoolId, job } = input.parse(workerData.data)

const say = (phase: string, done = 0) => parentPort?.postMessage({ phase, done })

/** Undoes the transaction and carries what is wrong with the file out of it. */
class Unreadable extends Error {
  constructor(readonly problem: object) {
    super('unreadable')
  }
}

await withConnection(url, async (connection) => {
  const load = async (): Promise<Stored> => {
    const stored = await loadImport(connection, schoolId, importId)
    if (!stored) throw new Error('the import is gone')
    return stored
  }
  try {
    await connection.transaction(async () => {
      say('reading')
      // A part of a run: what the rows said was shown.
      if (!job) await keepGiven(connection.sql, importId)
      const staged = await stage(connection, await load(), (done) => say('reading', done))
      if (!staged.ok) throw new Unreadable(staged.problem)
      if (!job) return
      say('checking')
      const { scope } = await scopeOf(connection, await load())
      await resolve(connection.sql, scope)
      await forgetShown(connection.sql, importId)
      if (scope.settings.mode === 'sync') await keepMissing(connection.sql, scope)
      const gone = scope.settings.mode === 'sync' ? await countMissing(connection.sql, scope) : {}
      const counts = { ...(await countKinds(connection, importId)), ...gone }
      await connection.sql(`UPDATE import SET state = 'ready', counts = $2::jsonb, touched_at = now() WHERE id = $1`, [
        importId,
        JSON.stringify(counts),
      ])
      await finishJob(connection, job)
    })
  } catch (error) {
    // What is thrown here loses its kind on the way out of the thread.
    if (error instanceof JobLost) return void parentPort?.postMessage({ lost: true })
    // The data dir was put back without it, or somebody took it away: no other try finds it.
    const problem =
      error instanceof Unreadable ? error.problem : codeOf(error) === 'ENOENT' ? { kind: 'gone' } : undefined
    if (!problem) throw error
    await connection.transaction(async () => {
      await connection.sql(
        `UPDATE import SET state = 'failed', problem = $2::jsonb, touched_at = now() WHERE id = $1`,
        [importId, JSON.stringify(problem)],
      )
      if (job) await finishJob(connection, job)
    })
    parentPort?.postMessage({ unreadable: true })
  }
})
