import { type ChildProcess, spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { Readable } from 'node:stream'
import { expect, test } from 'vitest'
import { withConnection } from '@/infra/connection'
import { newSchool, newStudent, testDb, value } from '@/testing/factories'
import type { Actor } from '../../actor'
import { jobProgress } from '../../jobs/jobs'
import { workThrough } from '../../jobs/work'
import { createImport, runImport } from './commands'
import { getImport } from './queries'
import { importWorkers } from './workers'

const size = 1_500
const file = `学号,姓名,毕业年份,父亲姓名,父亲手机\n${Array.from({ length: size }, (_, n) => `K${n},学生${n},2027,家长${n >> 1},1390000${n >> 1}`).join('\n')}\n`

const child = (job: string, holder: string): ChildProcess =>
  spawn(process.execPath, ['--import', 'tsx', 'src/testing/job-worker.ts', testDb.url, job, holder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })

/** What each phase writes to first: held by somebody else, the phase lasts until it has been seen. */
const written = {
  reading: 'import_row',
  checking: 'import_verdict',
  comparing: 'import_shown',
  writing: 'guardianship',
} as const
type Phase = keyof typeof written

/** Kills the process in the middle of the phase, with its transaction open. */
const killIn = (phase: Phase, job: string): Promise<void> =>
  withConnection(testDb.url, (connection) =>
    connection.transaction(async () => {
      await connection.sql(`LOCK TABLE ${written[phase]} IN SHARE MODE`)
      const process = child(job, randomUUID())
      const exit = once(process, 'exit')
      await expect
        .poll(async () => (await jobProgress(testDb, job))?.phase, { timeout: 60_000 })
        .toBe(phase === 'comparing' ? 'checking' : phase)
      process.kill('SIGKILL')
      await exit
      expect((await jobProgress(testDb, job))?.state).toBe('running')
    }),
  )

/** All that an import leaves of people, links and history, without ids and times. */
async function stateOf(actor: Actor): Promise<unknown> {
  const [row] = await testDb.sql<{ state: unknown }>(
    `SELECT json_build_object(
       'people', (SELECT md5(string_agg(concat_ws(':', role, usin, name, phone, search_text, version), ',' ORDER BY usin)) FROM person WHERE school_id = $1),
       'count', (SELECT json_object_agg(role, n) FROM (SELECT role, count(*) AS n FROM person WHERE school_id = $1 GROUP BY 1) x),
       'links', (SELECT md5(string_agg(concat_ws(':', g.usin, s.usin, k.relation, k.position), ',' ORDER BY g.usin, s.usin)) FROM guardianship k
         JOIN person g ON g.id = k.guardian_id JOIN person s ON s.id = k.student_id WHERE k.school_id = $1),
       'changes', (SELECT json_agg(n) FROM (SELECT count(*) AS n FROM change WHERE school_id = $1 AND noun = 'person' GROUP BY change_set_id ORDER BY 1) x)) AS state`,
    [actor.schoolId],
  )
  return row?.state
}

async function importIn(actor: Actor, phases: { read: Phase[]; run: Phase[] }): Promise<unknown> {
  const made = value(
    await createImport(testDb, actor, { role: 1, fileName: 'k.csv' }, Readable.from([Buffer.from(file)]), {
      holder: randomUUID(),
      lease: 0,
    }),
  )
  const finish = async (job: string, kills: Phase[]) => {
    for (const phase of kills) await killIn(phase, job)
    await workThrough(testDb, importWorkers, job, { holder: randomUUID(), lease: 20 })
  }
  await finish(made.job, phases.read)
  expect(value(await getImport(testDb, actor, made)).counts).toMatchObject({ new: size, wrong: 0 })
  // Somebody comes meanwhile, so that all rows are judged anew.
  await newStudent(actor, { usin: 'meanwhile' })
  const { job } = value(await runImport(testDb, actor, { id: made.id }, { holder: randomUUID(), lease: 0 }))
  await finish(job, phases.run)
  expect(value(await getImport(testDb, actor, made))).toMatchObject({
    state: 'done',
    counts: { new: size, guardians: size / 2 },
  })
  return stateOf(actor)
}

test('killed while reading, checking or writing and begun again, an import ends in the same state', {
  timeout: 180_000,
}, async () => {
  const undisturbed = await importIn((await newSchool()).operator, { read: [], run: [] })
  expect(undisturbed).toMatchObject({
    count: { 1: size + 1, 8: size / 2 },
    changes: expect.arrayContaining([1, size + size / 2]),
  })
  const killed = await importIn((await newSchool()).operator, {
    read: ['reading', 'checking'],
    run: ['checking', 'writing'],
  })
  expect(killed).toEqual(undisturbed)
})

/** The process is killed at the moment in which its job is done: the site has heard nothing from it yet. */
async function killAtEnd(job: string): Promise<void> {
  const process = child(job, randomUUID())
  const exit = once(process, 'exit')
  await expect.poll(async () => (await jobProgress(testDb, job))?.state, { timeout: 60_000, interval: 5 }).toBe('done')
  process.kill('SIGKILL')
  await exit
}

test('killed while comparing, showing or writing what is shown, an import shows and writes the same as undisturbed', {
  timeout: 180_000,
}, async () => {
  const importMoved = async (kills: { stop: Phase[]; leave: Phase[] }, atEnd: boolean) => {
    const { operator } = await newSchool()
    const holder = randomUUID()
    const sent = Readable.from([Buffer.from(file)])
    const { id, job } = value(
      await createImport(testDb, operator, { role: 1, fileName: 'k.csv' }, sent, { holder, lease: 0 }),
    )
    await workThrough(testDb, importWorkers, job, { holder, lease: 20 })
    const come = async (usin: string) => newStudent(operator, { usin, name: '先来的' })
    const act = async (ifChanged: 'stop' | 'leave', phases: Phase[]) => {
      const asked = value(await runImport(testDb, operator, { id, ifChanged }, { holder: randomUUID(), lease: 0 }))
      for (const phase of phases) await killIn(phase, asked.job)
      if (atEnd) await killAtEnd(asked.job)
      else await workThrough(testDb, importWorkers, asked.job, { holder: randomUUID(), lease: 20 })
      const { state, counts } = value(await getImport(testDb, operator, { id }))
      return { state, counts, now: await stateOf(operator) }
    }
    await come('K1')
    const shown = await act('stop', kills.stop)
    await come('K2')
    return [shown, await act('leave', kills.leave)]
  }
  const undisturbed = await importMoved({ stop: [], leave: [] }, false)
  expect(undisturbed).toMatchObject([
    { state: 'ready', counts: { moved: 1 }, now: { count: { 1: 1 } } },
    { state: 'done', counts: { left: 1, changed: 1, new: size - 2 }, now: { count: { 1: size } } },
  ])
  const killed = await importMoved({ stop: ['checking', 'comparing'], leave: ['comparing', 'writing'] }, true)
  expect(killed).toEqual(undisturbed)
})
