import { expect, test } from 'vitest'
import { digest } from '@/infra/hashing'
import { testDb, unique } from '@/testing/factories'
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
