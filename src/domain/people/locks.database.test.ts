import { expect, test } from 'vitest'
import { transaction } from '@/infra/db'
import { newGuardian, newSchool, newStudent, testDb, value } from '@/testing/factories'
import type { Actor } from '../actor'
import { ok } from '../errors'
import { removePeople, removePerson, setStatus } from './remove'

type Write = (actor: Actor, ids: number[]) => Promise<{ ok: boolean }>
const writes: Record<string, Write> = {
  'a bulk change of status': (actor, ids) => setStatus(testDb, actor, { ids, status: 2 }),
  'a bulk deletion': (actor, ids) => removePeople(testDb, actor, { ids }),
  'a deletion by a caller': (actor, ids) => removePerson(testDb, actor, Math.min(...ids), 'flat', () => true),
}

/** Begins the write while the caller's transaction holds something, and returns when it waits for that. */
async function waiting(pid: number, write: Promise<unknown>): Promise<void> {
  const blocked = async () =>
    (await testDb.sql('SELECT 1 AS one FROM pg_stat_activity WHERE $1 = ANY(pg_blocking_pids(pid))', [pid])).length
  const ended = write.then(() => expect.fail('the write did not wait'))
  await Promise.race([ended, expect.poll(blocked, { timeout: 10_000 }).toBeGreaterThan(0)])
}

test.each(Object.entries(writes))('%s waits for a rollover without holding whom it wants', async (_, write) => {
  const { operator } = await newSchool()
  const { id } = await newStudent(operator)
  let done: Promise<{ ok: boolean }> | undefined
  const rolled = await transaction(testDb, async (tx) => {
    const [self] = await tx.sql<{ pid: number }>(
      'SELECT pg_backend_pid() AS pid FROM school WHERE id = $1 FOR UPDATE',
      [operator.schoolId],
    )
    done = write(operator, [id])
    await waiting(self?.pid ?? 0, done)
    // As a rollover writes, with the school held alone: PostgreSQL would end one of two who wait for each other.
    await tx.sql('UPDATE person SET version = version WHERE id = $1', [id])
    return ok(null)
  })
  expect(rolled).toEqual(ok(null))
  expect(await done).toMatchObject({ ok: true })
})

test.each(Object.entries(writes))('%s takes people and their guardians by their ids', async (_, write) => {
  const { operator } = await newSchool()
  const first = await newStudent(operator)
  const [second, third] = [await newStudent(operator), await newGuardian(operator, first.id)]
  let done: Promise<{ ok: boolean }> | undefined
  const held = await transaction(testDb, async (tx) => {
    const [self] = await tx.sql<{ pid: number }>(
      'SELECT pg_backend_pid() AS pid FROM person WHERE id = $1 FOR UPDATE',
      [first.id],
    )
    done = write(operator, [first.id, second.id].reverse())
    await waiting(self?.pid ?? 0, done)
    const free = await tx.sql('SELECT id FROM person WHERE id = ANY($1::int[]) ORDER BY id FOR UPDATE NOWAIT', [
      [second.id, third.id],
    ])
    return ok(free)
  })
  expect(value(held)).toHaveLength(2)
  expect(await done).toMatchObject({ ok: true })
})
