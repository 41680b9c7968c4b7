import { expect, test } from 'vitest'
import { newSchool, testDb } from '@/testing/factories'
import { historyRetention } from './retention'

test('what is older than three years goes, part by part, with its changes', async () => {
  const { id, operator } = await newSchool()
  await testDb.sql(
    `WITH cs AS (INSERT INTO change_set (school_id, at, via) SELECT $1, now() - make_interval(days => d), 'page' FROM generate_series(1000, 1201) AS d RETURNING id)
     INSERT INTO change (change_set_id, school_id, noun, noun_id, action) SELECT id, $1, 'person', 1, 'update' FROM cs`,
    [operator.schoolId],
  )
  const signal = new AbortController().signal
  while (await historyRetention.run(testDb, signal));
  const [left] = await testDb.sql<{ sets: number; changes: number; counts: number }>(
    `SELECT count(*)::int AS sets, (SELECT count(*)::int FROM change WHERE school_id = $1) AS changes,
       (SELECT count(*)::int FROM change_count n JOIN change_set cs ON cs.id = n.change_set_id WHERE cs.school_id = $1) AS counts
     FROM change_set WHERE school_id = $1 AND at < now() - interval '900 days'`,
    [id],
  )
  // Three years are 1,095 or 1,096 days.
  expect(left?.sets).toBeGreaterThanOrEqual(95)
  expect(left?.sets).toBeLessThanOrEqual(97)
  expect([left?.changes, left?.counts]).toEqual([left?.sets, left?.sets])
})
