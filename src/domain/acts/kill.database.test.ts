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

/** A job that undoes a change of two people; its last writes wait for the table that a test holds. */
async function undoing() {
  const { operator, id: school } = await newSchool()
  const ids = [(await newStudent(operator)).id, (await newStudent(operator)).id]
  const { change_set } = value(await setStatus(testDb, operator, { ids, status: 2 }))
  const input = { undo: { change_set }, confirmed: true }
  const job = await addJob(testDb, operator, { kind: 'undo', subjectId: 0, input, holder: randomUUID(), lease: 0 })
  const outcome = async () => {
    const [row] = await testDb.sql(
      `SELECT (SELECT state FROM job WHERE id = $1::bigint) AS state, (SELECT count(*)::int FROM person WHERE school_id = $2 AND status = 1) AS back,
         (SELECT count(*)::int FROM change_set WHERE school_id = $2 AND kind = 'undo') AS undos`,
      [job, school],
    )
    return row
  }
  return { job, outcome }
}
const whole = { state: 'done', back: 2, undos: 1 }
const waiting = `SELECT pid FROM pg_locks WHERE relation = 'unique_value'::regclass AND NOT granted`

test('acts: an undo whose process is killed in the middle is done by the next, once', { timeout: 60_000 }, async () => {
  const { job, outcome } = await undoing()
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
      await expect.poll(async () => (await connection.sql(waiting)).length, { timeout: 30_000 }).toBe(1)
      worker.kill('SIGKILL')
      await exit
    }),
  )
  expect(await jobProgress(testDb, job)).toMatchObject({ state: 'running' })
  await workThrough(testDb, actWorkers(jobActor), job, { holder: randomUUID(), lease: 20 })
  expect(await outcome()).toEqual(whole)
})

test('acts: an undo whose connection is cut goes on, and that is no try of it', { timeout: 60_000 }, async () => {
  const { job, outcome } = await undoing()
  const works: Promise<void>[] = []
  await withConnection(testDb.url, (connection) =>
    connection.transaction(async () => {
      await connection.sql('LOCK TABLE unique_value IN SHARE MODE')
      works.push(workThrough(testDb, actWorkers(jobActor), job, { holder: randomUUID(), lease: 20 }))
      for (let n = 0; n < 4; n++) {
        await expect.poll(async () => (await connection.sql(waiting)).length, { timeout: 30_000 }).toBe(1)
        await connection.sql(`SELECT pg_terminate_backend(pid) FROM (${waiting}) w`)
      }
    }),
  )
  await Promise.all(works)
  expect(await outcome()).toEqual(whole)
})
