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
