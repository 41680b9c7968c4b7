import { expect, test } from 'vitest'
import { digest } from '@/infra/hashing'
import { newSchool, newStudent, testDb, unique } from '@/testing/factories'
import { placeChanges } from './feed/place'
import { housekeeping } from './housekeeping'

test('what has run out goes, and nothing else', async () => {
  const [old, young] = [digest(unique('old')), digest(unique('young'))]
  await testDb.sql(
    `INSERT INTO throttle (key, count, expires_at) VALUES ($1, 1, now() - interval '2 days'), ($2, 1, now() + interval '1 minute')`,
    [old, young],
  )
  expect(await housekeeping.run(testDb, new AbortController().signal)).toBe(false)
  const rows = await testDb.sql<{ key: Uint8Array }>('SELECT key FROM throttle WHERE key = $1 OR key = $2', [
    old,
    young,
  ])
  expect(rows.map(({ key }) => Buffer.from(key).toString('hex'))).toEqual([Buffer.from(young).toString('hex')])
})

test('the feed keeps what its cursors may need', async () => {
  const { id, operator } = await newSchool()
  for (const _ of [1, 2, 3, 4, 5]) await newStudent(operator)
  const old = (which: string) =>
    testDb.sql(`UPDATE feed_entry SET at = now() - interval '92 days' WHERE school_id = $1 AND ${which}`, [id])
  const kept = async () => {
    expect(await housekeeping.run(testDb, new AbortController().signal)).toBe(false)
    const rows = await testDb.sql<{ position: string | null }>(
      'SELECT position::text AS position FROM feed_entry WHERE school_id = $1 ORDER BY id',
      [id],
    )
    return rows.map(({ position }) => position)
  }
  await placeChanges(testDb, id)
  await old('position <= 3')
  expect(await kept()).toEqual(['3', '4', '5'])
  await newStudent(operator)
  await old('true')
  expect(await kept()).toEqual(['5'])
})
