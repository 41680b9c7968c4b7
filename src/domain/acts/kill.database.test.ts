import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { expect, test } from 'vitest'
import { jobActor } from '@/auth/job-actor'
import { withConnection } from '@/infra/connection'
import { newSchool, newStudent, testDb, value } from '@/testing/factories'
import { addJob, jobProgress } from '../jobs/jobs'
import { workThrough } from '../jobs/work'
import { setStatus } from '../people/remove'
import { actWorkers } from './workers'

test('acts: an undo whose process is killed in the middle is done by the next, once', { timeout: 60_000 }, async () => {
  const { operator, id: school } = await newSchool()
  const ids = [(await newStudent(operator)).id, (await newStudent(operator)).id]
  const { change_set } = value(await setStatus(testDb, operator, { ids, status: 2 }))
  const input = { undo: { change_set }, confirmed: true }
  const job = await addJob(testDb, operator, { kind: 'undo', subjectId: 0, input, holder: randomUUID(), lease: 0 })
  await withConnection(testDb.url, (connection) =>
    connection.transaction(async () => {
      // The undo has written whom it puts back into history when it waits for this.
      await connection.sql('LOCK TABLE unique_value IN SHARE MODE')
      const worker = spawn(
        process.execPath,
        ['--import', 'tsx', 'src/testing/job-worker.ts', testDb.url, job, randomUUID()],
        { stdio: ['ignore', 'ignore', 'inherit'] },
      )
      const exit = once(worker, 'exit')
      const waits = `SELECT 1 AS one FROM pg_locks WHERE relation = 'unique_value'::regclass AND NOT granted`
      await expect.poll(async () => (await connection.sql(waits)).length, { timeout: 30_000 }).toBe(1)
      worker.kill('SIGKILL')
      await exit
    }),
  )
  expect(await jobProgress(testDb, job)).toMatchObject({ state: 'running' })
  await workThrough(testDb, actWorkers(jobActor), job, { holder: randomUUID(), lease: 20 })
  const [row] = await testDb.sql(
    `SELECT (SELECT state FROM job WHERE id = $1::bigint) AS state, (SELECT count(*)::int FROM person WHERE school_id = $2 AND status = 1) AS back,
       (SELECT count(*)::int FROM change_set WHERE school_id = $2 AND kind = 'undo') AS undos`,
    [job, school],
  )
  expect(row).toEqual({ state: 'done', back: ids.length, undos: 1 })
})
