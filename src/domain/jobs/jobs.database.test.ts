import { randomUUID } from 'node:crypto'
import { afterEach, expect, test } from 'vitest'
import { newSchool, testDb } from '@/testing/factories'
import { addJob, claimJob } from './jobs'

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
