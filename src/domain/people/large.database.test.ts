import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { newSchool, testDb, value } from '@/testing/factories'
import type { Actor } from '../actor'
import { exportPeople } from '../transfer/export'
import { listPeople, streamPeople } from './queries'

const size = 100_000

/** Collects what nobody holds any more: when V8 does so by itself depends on what other tests left. */
const collect: () => void = (() => {
  setFlagsFromString('--expose-gc')
  return runInNewContext('gc')
})()
let actor: Actor

beforeAll(async () => {
  actor = (await newSchool()).operator
  await testDb.sql(
    `INSERT INTO person (school_id, role, usin, name, sort_name, search_text, graduates_in)
     SELECT $1, 1, 'N' || n, '学生' || n, 'xue sheng' || n, '学生' || n || ' xuesheng xs n' || n, 2027 FROM generate_series(1, $2::int) n`,
    [actor.schoolId, size],
  )
  await testDb.sql('ANALYZE person')
}, 120_000)
afterAll(async () => {
  await testDb.sql('DELETE FROM person WHERE school_id = $1', [actor.schoolId])
}, 60_000)

test('a page of everybody streams without being held', { timeout: 60_000 }, async () => {
  const held = () => {
    collect()
    return process.memoryUsage().heapUsed + process.memoryUsage().external
  }
  const before = held()
  const stream = value(await streamPeople(testDb, actor, { per_page: size }, 'flat'))
  let [rows, letters, most] = [0, 0, 0]
  for await (const batch of stream.batches) {
    rows += batch.length
    for (const row of batch) letters += row.length
    if (rows % 10_000 < batch.length) most = Math.max(most, held() - before)
  }
  expect([stream.total, rows]).toEqual([size, size])
  // Held at once it would be more than all of the text; streamed it is a few batches.
  expect(letters).toBeGreaterThan(30_000_000)
  expect(most).toBeLessThan(letters / 2)
})

test.each(['xlsx', 'csv'] as const)(
  'everybody is exported as %s without being held',
  { timeout: 60_000 },
  async (format) => {
    const before = process.memoryUsage.rss()
    const file = value(await exportPeople(testDb, actor, { role: 1, format }))
    let [bytes, most] = [0, 0]
    for await (const chunk of file.bytes) {
      bytes += chunk.length
      most = Math.max(most, process.memoryUsage.rss() - before)
    }
    expect(file.count).toBe(size)
    expect(bytes).toBeGreaterThan(1_000_000)
    expect(most).toBeLessThan(100 * 1024 * 1024)
  },
)

test('a caller who stops reading gives the connection back', async () => {
  for (let n = 0; n < 20; n++) {
    const stream = value(await streamPeople(testDb, actor, { per_page: size }, 'flat'))
    for await (const _ of stream.batches) break
    const file = value(await exportPeople(testDb, actor, { role: 1, format: n % 2 ? 'csv' : 'xlsx' }))
    for await (const _ of file.bytes) break
  }
  expect(value(await listPeople(testDb, actor, {}, 'flat')).total).toBe(size)
})
