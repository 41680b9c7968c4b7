import { EventEmitter, once } from 'node:events'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { jobActor } from '@/auth/job-actor'
import { type Db, transaction } from '@/infra/db'
import { newAdmin } from '@/testing/admins'
import { actorIn, newSchool, newStudent, testDb, unique, value } from '@/testing/factories'
import type { Actor } from '../actor'
import { addJob, claimJob, finishJob, type Job, jobProgress } from '../jobs/jobs'
import { workOnce, workThrough } from '../jobs/work'
import { removePeople, setStatus } from '../people/remove'
import { undo } from '../undo/commands'
import { askPreview, askRemoval, askStatus, askUndo, cancelAct, forgetAct, retryAct } from './commands'
import { listActs, readAct } from './queries'
import { isQueued, type Queued } from './schema'
import { actWorkers } from './workers'

const never = new AbortController().signal
const many = 220
let operator: Actor
let admin: Actor
beforeEach(async () => {
  operator = (await newSchool()).operator
  const { account } = await newAdmin(operator)
  admin = { ...actorIn(operator.schoolId, 'school_admin', undefined, { accountId: account }), via: 'page' }
})
// Nobody's loop is to find them.
afterEach(() => testDb.sql('DELETE FROM job WHERE school_id = $1', [operator.schoolId]))

/** Does the school's next act, as the loop of a web process does. */
const next = () => workOnce(testDb, actWorkers(jobActor), never, { schoolId: operator.schoolId })

async function newPeople(count = many): Promise<number[]> {
  const rows = await testDb.sql<{ id: number }>(
    `INSERT INTO person (school_id, role, usin, name, sort_name, search_text, graduates_in)
     SELECT $1, 1, $2 || n, '学生' || n, 'x', 'x', 2027 FROM generate_series(1, $3::int) n RETURNING id`,
    [operator.schoolId, unique('N'), count],
  )
  return rows.map(({ id }) => id)
}
/** An act on many people that can be undone. */
async function manyRemoved(): Promise<string> {
  return value(await removePeople(testDb, operator, { ids: await newPeople() })).change_set
}
/** An import that another process is writing. */
async function importUnderWay(): Promise<Job> {
  const { id } = await testDb.prisma.import.create({
    data: { schoolId: operator.schoolId, role: 1, fileName: '高一.xlsx', state: 'running', settings: {} },
  })
  const job = await addJob(testDb, { ...admin, via: 'page' }, { kind: 'import-run', subjectId: id })
  const held = await claimJob(testDb, crypto.randomUUID(), 60, { kinds: ['import-run'], id: job })
  if (!held) throw new Error('the import was not claimed')
  return held
}
const queued = (answer: object): Queued => {
  if (!isQueued(answer)) throw new Error(`it was done: ${JSON.stringify(answer)}`)
  return answer
}
/** Holds rows in a transaction of its own until it is released. */
async function holding(statement: string): Promise<() => Promise<void>> {
  const marks = new EventEmitter()
  const [isHeld, isReleased] = [once(marks, 'held'), once(marks, 'released')]
  const work = async (tx: Db) => {
    await tx.sql(statement)
    marks.emit('held')
    await isReleased
    return { ok: true }
  }
  const over = transaction(testDb, work, 30_000)
  await isHeld
  return async () => {
    marks.emit('released')
    await over
  }
}
const stateOf = async (actor: Actor, { job }: Queued) => value(await readAct(testDb, actor, { job })).act
const left = async () => {
  const [row] = await testDb.sql<{ count: number }>(
    `SELECT count(*)::int AS count FROM person WHERE school_id = $1 AND role = 1 AND deleted_at IS NULL`,
    [operator.schoolId],
  )
  return row?.count
}

test('acts: where the school is free a big act is done in the call, and leaves no job', async () => {
  const change_set = await manyRemoved()
  expect(value(await askUndo(testDb, admin, { change_set }))).toMatchObject({ people: { restore: many } })
  expect(value(await listActs(testDb, admin))).toEqual({ open: [], more: 0, ended: [] })
})

test('acts: behind an import they wait in order, are shown by whom and since when, and are done in turn', async () => {
  const ids = await newPeople()
  const change_set = await manyRemoved()
  const running = await importUnderWay()
  const first = queued(value(await askUndo(testDb, admin, { change_set })))
  const second = queued(value(await askStatus(testDb, admin, { ids, status: 2 })))
  expect(value(await listActs(testDb, admin))).toMatchObject({
    open: [
      { kind: 'import-run', state: 'running', title: '高一.xlsx', by: expect.stringContaining('管理员'), isOwn: true },
      { kind: 'undo', state: 'waiting', of: 'bulk' },
      { kind: 'status', state: 'waiting', total: many },
    ],
  })
  const grade = { ...actorIn(operator.schoolId, 'grade_admin', undefined, { grade: 1, accountId: 0 }) }
  const seen = value(await listActs(testDb, grade)).open
  expect(seen.map(({ title, of, isOwn }) => ({ title, of, isOwn }))).toEqual(
    Array(3).fill({ title: '', of: null, isOwn: false }),
  )
  expect(await next(), 'nobody goes past').toBe(false)
  expect(await stateOf(admin, second)).toMatchObject({ state: 'waiting', ahead: 2 })
  await finishJob(testDb, running)
  expect([await next(), await stateOf(admin, first)]).toMatchObject([
    true,
    { state: 'done', value: { people: { restore: many } } },
  ])
  expect(await next()).toBe(true)
  expect(value(await listActs(testDb, admin))).toMatchObject({
    open: [],
    ended: [
      { kind: 'status', state: 'done', count: many },
      { kind: 'undo', state: 'done', count: many },
    ],
  })
  value(await forgetAct(testDb, admin, first))
  expect(value(await listActs(testDb, admin)).ended).toHaveLength(1)
  expect(await readAct(testDb, grade, second), 'not theirs').toEqual({ ok: true, value: {} })
})

test('acts: a small one is done beside a big one, and waits only where others hold what it needs', async () => {
  const one = await newStudent(operator)
  const two = await newStudent(operator)
  await importUnderWay()
  const { change_set } = value(await removePeople(testDb, operator, { ids: [one.id] }))
  expect(isQueued(value(await askUndo(testDb, admin, { change_set })))).toBe(false)
  const { change_set: set = '' } = value(await setStatus(testDb, operator, { ids: [one.id, two.id], status: 2 }))
  const release = await holding(`SELECT id FROM person WHERE id = ${one.id} FOR UPDATE`)
  const waiting = queued(value(await askUndo(testDb, admin, { change_set: set })))
  expect(await stateOf(admin, waiting)).toMatchObject({ state: 'waiting', ahead: 1 })
  await release()
})

test('acts: a preview that others stand in the way of waits as one job, and keeps no names', async () => {
  const { id, name } = await newStudent(operator)
  const other = await newStudent(operator)
  const { change_set = '' } = value(await setStatus(testDb, operator, { ids: [id, other.id], status: 2 }))
  value(await setStatus(testDb, operator, { ids: [id], status: 4 }))
  const release = await holding(`SELECT id FROM school WHERE id = ${operator.schoolId} FOR NO KEY UPDATE`)
  const asked = queued(value(await askPreview(testDb, admin, { change_set })))
  const unsure = { ...admin, isConfirmed: false }
  expect(value(await askPreview(testDb, unsure, { change_set })), 'the same, without a password').toEqual(asked)
  await release()
  expect(await next()).toBe(true)
  expect(await stateOf(admin, asked)).toMatchObject({
    state: 'done',
    value: { people: { change: 1 }, conflicts: [{ id, name, reason: 'changed' }] },
  })
  const [row] = await testDb.sql<{ result: object }>('SELECT result FROM job WHERE id = $1::bigint', [asked.job])
  expect(JSON.stringify(row?.result)).not.toContain(name)
})

test('acts: rights are judged when the turn comes, as is what somebody else did meanwhile', async () => {
  const [gone, undone, kept] = [await manyRemoved(), await manyRemoved(), await manyRemoved()]
  const running = await importUnderWay()
  const { account } = await newAdmin(operator)
  const other: Actor = { ...actorIn(operator.schoolId, 'school_admin', undefined, { accountId: account }), via: 'page' }
  const ofOther = queued(value(await askUndo(testDb, other, { change_set: gone })))
  const late = queued(value(await askUndo(testDb, admin, { change_set: undone })))
  const cancelled = queued(value(await askUndo(testDb, admin, { change_set: kept })))
  await testDb.sql('UPDATE account SET is_active = false WHERE id = $1', [account])
  value(await undo(testDb, operator, { change_set: undone }))
  value(await cancelAct(testDb, admin, cancelled))
  expect(await next(), 'one that is cancelled waits for nobody').toBe(true)
  expect(await stateOf(admin, cancelled)).toMatchObject({ state: 'failed', ended: 'cancelled' })
  await finishJob(testDb, running)
  while (await next());
  expect(await stateOf(other, ofOther)).toEqual({ state: 'failed', failure: { kind: 'forbidden' }, ended: null })
  expect(await stateOf(admin, late)).toMatchObject({ failure: { kind: 'refused', reason: 'nothing_to_undo' } })
  expect(await left(), 'what was undone, once').toBe(many)
})

test('acts: whoever would have to wait is asked for the password first, and may not ask for what they may not', async () => {
  const ids = await newPeople()
  const change_set = await manyRemoved()
  await importUnderWay()
  const unsure = { ...admin, isConfirmed: false }
  expect(await askRemoval(testDb, unsure, { ids })).toMatchObject({ failure: { kind: 'confirm' } })
  const teacher = actorIn(operator.schoolId, 'teacher')
  for (const asked of [askUndo(testDb, teacher, { change_set }), askRemoval(testDb, teacher, { ids })])
    expect(await asked).toMatchObject({ failure: { kind: 'forbidden' } })
  const stranger = (await newSchool()).operator
  expect(await askUndo(testDb, stranger, { change_set })).toMatchObject({ failure: { kind: 'not_found' } })
  expect(value(await listActs(testDb, admin)).open).toHaveLength(1)
})

test('acts: whoever died in the place leaves it within the lease, and the act is done once', async () => {
  const change_set = await manyRemoved()
  const running = await importUnderWay()
  const asked = queued(value(await askUndo(testDb, admin, { change_set })))
  await finishJob(testDb, running)
  // It was begun by a process that is gone.
  const dead = await claimJob(testDb, crypto.randomUUID(), 1, { kinds: ['undo'], id: asked.job })
  expect(dead).toBeDefined()
  const behind = queued(value(await askUndo(testDb, admin, { change_set: await manyRemoved() })))
  await expect.poll(next, { timeout: 10_000 }).toBe(true)
  expect(await stateOf(admin, asked)).toMatchObject({ state: 'done' })
  await next()
  expect(await stateOf(admin, behind)).toMatchObject({ state: 'done' })
  expect(await left()).toBe(2 * many)
  if (dead) await expect(finishJob(testDb, dead), 'the dead one wakes').rejects.toThrow()
})

test('acts: whoever waits for their own does what comes first where nobody else is there to', async () => {
  const change_set = await manyRemoved()
  const author: Actor = { ...operator, via: 'command-line' }
  const undoing = await addJob(testDb, author, { kind: 'undo', subjectId: 0, input: { undo: { change_set } } })
  const ids = await newPeople()
  const removing = await addJob(testDb, author, { kind: 'removal', subjectId: 0, input: { removal: { ids } } })
  const told: string[] = []
  await workThrough(testDb, actWorkers(jobActor), removing, {
    holder: crypto.randomUUID(),
    onProgress: ({ phase }) => told.push(phase),
  })
  expect(told[0]).toBe('waiting')
  expect(await jobProgress(testDb, undoing)).toMatchObject({ state: 'done' })
  expect(await left(), 'those who came back').toBe(many)
})

test('acts: one that was given up says that processes died, and is tried again', async () => {
  const change_set = await manyRemoved()
  await importUnderWay().then((job) => finishJob(testDb, job))
  const input = { undo: { change_set }, confirmed: true }
  const job = await addJob(testDb, admin, { kind: 'undo', subjectId: 0, input })
  // Three processes of this run of the site died over it.
  const [own] = await testDb.sql<{ origin: string }>(
    `SELECT origin FROM job WHERE school_id = $1 AND origin <> '' ORDER BY id DESC LIMIT 1`,
    [operator.schoolId],
  )
  await testDb.sql(`UPDATE job SET tries = 3, origin = $2 WHERE id = $1::bigint`, [job, own?.origin])
  await next()
  expect(value(await listActs(testDb, admin)).ended).toMatchObject([
    { state: 'failed', ended: 'died', change_set: null },
  ])
  expect(await retryAct(testDb, { ...admin, isConfirmed: false }, { job })).toMatchObject({
    failure: { kind: 'confirm' },
  })
  expect(await retryAct(testDb, admin, { job })).toEqual({ ok: true, value: { count: 1 } })
  await next()
  expect(await stateOf(admin, { job })).toMatchObject({ state: 'done', value: { people: { restore: many } } })
})
