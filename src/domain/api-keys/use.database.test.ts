import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { testDatabaseUrl } from '@/testing/database'
import { newSchool, testDb, value } from '@/testing/factories'
import { housekeeping } from '../housekeeping'
import { createApiKey } from './commands'
import { listApiKeys } from './queries'
import { rotateApiKey } from './rotate'
import { flushUse, noteUse } from './use'

const run = promisify(execFile)

/** A key with two secrets, the older first. */
async function newKey() {
  const { operator } = await newSchool()
  const { id } = value(await createApiKey(testDb, operator, { name: 'x' }))
  value(await rotateApiKey(testDb, operator, { id, overlap_hours: 1 }))
  const secrets = await testDb.prisma.apiKeySecret.findMany({ where: { keyId: id }, orderBy: { id: 'asc' } })
  const [old = 0, young = 0] = secrets.map((each) => each.id)
  const shown = async () => {
    const [key] = value(await listApiKeys(testDb, operator)).keys
    if (!key) throw new Error('the key is not listed')
    return key
  }
  return { old, young, shown }
}

test('what two processes count at once adds up, to the last call before their end', async () => {
  const { old, young, shown } = await newKey()
  const count = (...secrets: number[]) =>
    run(process.execPath, ['--import', 'tsx', 'src/testing/use-counter.ts', testDatabaseUrl(), ...secrets.map(String)])
  await Promise.all([count(old, young), count(young, old)])
  const { days, last_from } = await shown()
  expect(days.map(({ calls, refused }) => [calls, refused])).toEqual([[800, 80]])
  expect(last_from).toBe('192.0.2.7')
})

test('the last use is the last that was let in, of each secret and of the key', async () => {
  const { old, young, shown } = await newKey()
  expect(await shown()).toMatchObject({ last_at: null, last_from: '', days: [] })
  noteUse(old, '192.0.2.1', false)
  await flushUse(testDb)
  noteUse(old, '198.51.100.1', true)
  await flushUse(testDb)
  const once = await shown()
  expect(once).toMatchObject({ last_from: '192.0.2.1', days: [{ calls: 2, refused: 1 }] })
  expect(once.secrets).toMatchObject([
    { id: young, ends_at: null, last_at: null },
    { id: old, last_at: once.last_at },
  ])
})

test('what cannot be written waits, and a secret that is gone meanwhile is passed over', async () => {
  const { old, shown } = await newKey()
  noteUse(old, '192.0.2.1', false)
  noteUse(2_000_000_000, '192.0.2.1', false)
  const away = { ...testDb, sql: () => Promise.reject(new Error('away')) }
  await expect(flushUse(away)).rejects.toThrow('away')
  noteUse(old, '192.0.2.2', false)
  await flushUse(testDb)
  expect(await shown()).toMatchObject({ last_from: '192.0.2.2', days: [{ calls: 2, refused: 0 }] })
})

test('use is kept for more than 90 days, and the last use for ever', async () => {
  const { old, young, shown } = await newKey()
  await testDb.sql(
    `INSERT INTO api_key_use (secret_id, day, calls, refused, last_at)
     SELECT s, current_date - age, 1, 0, now() - make_interval(days => age) FROM (VALUES ($1::int, 91), ($1, 120), ($2, 200)) AS v(s, age)`,
    [old, young],
  )
  await housekeeping.run(testDb, new AbortController().signal)
  const kept = await testDb.sql<{ age: number }>(
    'SELECT current_date - day AS age FROM api_key_use WHERE secret_id IN ($1, $2) ORDER BY age',
    [old, young],
  )
  expect(kept.map(({ age }) => age)).toEqual([91, 200])
  expect((await shown()).days).toEqual([])
})
