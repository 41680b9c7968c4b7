import { randomUUID } from 'node:crypto'
import { afterEach, expect, test } from 'vitest'
import { newSchool, testDb } from '@/testing/factories'
import { addJob, claimJob, jobProgress, releaseJob } from './jobs'
import { type Ended, workOnce } from './work'

const lease = 20
const made: string[] = []
// Nobody's loop is to find them.
afterEach(() => testDb.sql('DELETE FROM job WHERE id = ANY($1::bigint[])', [made.splice(0)]))

async function heldJob(until: string) {
  const { operator } = await newSchool()
  const id = await addJob(testDb, operator, { kind: 'import-read', subjectId: 1, holder: randomUUID(), lease })
  made.push(id)
  await testDb.sql(`UPDATE job SET state = 'running', held_until = now() + $2::interval WHERE id = $1::bigint`, [
    id,
    until,
  ])
  return { id, kinds: ['import-read'] as const }
}

test('a job that is held is nobody else’s until the lease is over', async () => {
  const held = await heldJob('20 seconds')
  expect(await claimJob(testDb, randomUUID(), lease, held)).toBeUndefined()
  const over = await heldJob('-1 second')
  expect(await claimJob(testDb, randomUUID(), lease, over)).toMatchObject({ id: over.id })
})

test('no clock that was ahead holds a job for longer than a lease can be', async () => {
  const held = await heldJob('1 year')
  expect(await claimJob(testDb, randomUUID(), lease, held)).toMatchObject({ id: held.id })
})

test('job: a try that the death of the database or of the site cut off does not count, one whose process died does', async () => {
  const over = await heldJob('-1 second')
  const claim = async () => {
    const job = await claimJob(testDb, randomUUID(), lease, over)
    await testDb.sql(`UPDATE job SET held_until = now() - interval '1 second' WHERE id = $1::bigint`, [over.id])
    return job?.tries
  }
  expect([await claim(), await claim()]).toEqual([1, 2])
  for (const origin of ['1999-01-01 00:00:00+00 ', `${new Date().toISOString()} another-run`]) {
    await testDb.sql('UPDATE job SET origin = $2 WHERE id = $1::bigint', [over.id, origin])
    expect(await claim()).toBe(2)
  }
  expect(await claim()).toBe(3)
})

test('job: a runner that lost the database says so late, and its try does not count', async () => {
  const over = await heldJob('-1 second')
  const cutOff = await claimJob(testDb, randomUUID(), lease, over)
  await testDb.sql(`UPDATE job SET held_until = now() - interval '1 second' WHERE id = $1::bigint`, [over.id])
  const next = await claimJob(testDb, randomUUID(), lease, over)
  expect([cutOff?.tries, next?.tries]).toEqual([1, 2])
  if (!cutOff || !next) throw new Error('nothing was claimed')
  await releaseJob(testDb, cutOff, 0, false)
  expect(await jobProgress(testDb, over.id), 'the next runner keeps it').toMatchObject({ state: 'running' })
  await releaseJob(testDb, next, 0, false)
  expect(await claimJob(testDb, randomUUID(), lease, over)).toMatchObject({ tries: 1 })
})

test('job: the fourth process is not begun, and the end says that processes died; one that fails says that it failed', async () => {
  const ends: Ended[] = []
  const ended = async (_: unknown, _job: unknown, how: Ended) => void ends.push(how)
  const workers = (run: () => Promise<void>) => ({ 'import-read': { run, ended }, 'import-run': { run, ended } })
  const dying = await heldJob('-1 second')
  await testDb.sql('UPDATE job SET tries = 3 WHERE id = $1::bigint', [dying.id])
  const origin = await heldJob('-1 second')
  await claimJob(testDb, randomUUID(), lease, origin)
  await testDb.sql('UPDATE job SET origin = (SELECT origin FROM job WHERE id = $2::bigint) WHERE id = $1::bigint', [
    dying.id,
    origin.id,
  ])
  const never = new AbortController().signal
  let begun = 0
  await workOnce(
    testDb,
    workers(async () => void begun++),
    never,
    { id: dying.id },
  )
  expect([begun, ...ends]).toEqual([0, 'died'])

  const failing = await heldJob('-1 second')
  await testDb.sql(
    'UPDATE job SET tries = 2, origin = (SELECT origin FROM job WHERE id = $2::bigint) WHERE id = $1::bigint',
    [failing.id, origin.id],
  )
  await workOnce(
    testDb,
    workers(() => Promise.reject(new Error('a bug'))),
    never,
    { id: failing.id },
  )
  expect([...ends, (await jobProgress(testDb, failing.id))?.state]).toEqual(['died', 'failed', 'failed'])
})
