import { describe, expect, test } from 'vitest'
import { newSchool, newStudent, testDb } from '@/testing/factories'
import { openChangeSet, record } from './record'

const { id: school, operator } = await newSchool()
const student = await newStudent(operator, { phone: '13800138000' })
const sets = (of: number) =>
  testDb.sql<{ id: string; changes: number }>(
    `SELECT cs.id::text, count(c.id)::int AS changes FROM change_set cs LEFT JOIN change c ON c.change_set_id = cs.id
     WHERE cs.school_id = $1 GROUP BY cs.id ORDER BY cs.id`,
    [of],
  )
const counted = (set: string) =>
  testDb.sql(`SELECT noun, action, count FROM change_count WHERE change_set_id = $1::bigint ORDER BY noun, action`, [
    set,
  ])

describe('history is only added to', () => {
  test.each([
    ['changing who it was', 'UPDATE change_set SET account_id = 1'],
    ['changing what it was', `UPDATE change SET after = '{}'`],
    ['changing nothing at all', 'UPDATE change SET noun = noun WHERE false'],
    ['deleting a change', 'DELETE FROM change'],
    ['deleting a change set', 'DELETE FROM change_set'],
    ['emptying both', 'TRUNCATE change_set CASCADE'],
    ['emptying the changes', 'TRUNCATE change'],
    ['deleting the school', `DELETE FROM school WHERE id = ${school}`],
    ['a setting of the session', `SELECT set_config('mingce.history', 'off', false); DELETE FROM change`],
    ['a block that names a way out', `DO $$BEGIN DELETE FROM change WHERE action <> 'mingce_expire'; END$$`],
  ])('%s is refused', async (_, statement) => {
    const before = await sets(school)
    expect(before.length).toBeGreaterThan(0)
    await expect(testDb.sql(statement)).rejects.toThrow(/history is only added to/)
    expect(await sets(school)).toEqual(before)
  })

  test('a change without its change set is refused', async () => {
    const set = await openChangeSet(testDb, operator)
    const into = (id: string) =>
      testDb.sql(
        `INSERT INTO change (change_set_id, school_id, noun, noun_id, action) VALUES ($1::bigint, $2, 'field', 0, 'update')`,
        [id, school],
      )
    await into(set)
    await expect(into(String(Number(set) + 1_000_000))).rejects.toThrow(/foreign key constraint/)
    expect(await counted(set)).toEqual([{ noun: 'field', action: 'update', count: 1 }])
  })

  test('what finds nothing to delete is no matter', async () => {
    const empty = await newSchool()
    await testDb.sql('DELETE FROM school WHERE id = $1', [empty.id])
    expect(await testDb.sql('SELECT 1 FROM school WHERE id = $1', [empty.id])).toEqual([])
  })
})

test('changes are counted as they are added, together and one after the other', async () => {
  const of = (nounId: number) => ({ noun: 'person', nounId, action: 'update', after: {} }) as const
  const set = await record(
    testDb,
    operator,
    [of(900_001), of(900_002), { noun: 'field', nounId: 3, action: 'create' }],
    {
      kind: 'import',
      title: '高一.csv',
    },
  )
  await testDb.sql(
    `INSERT INTO change (change_set_id, school_id, noun, noun_id, action) SELECT $1::bigint, $2, 'person', n, 'update' FROM generate_series(900003, 900007) AS n`,
    [set, school],
  )
  expect(await counted(set)).toEqual([
    { noun: 'field', action: 'create', count: 1 },
    { noun: 'person', action: 'update', count: 7 },
  ])
  const [row] = await testDb.sql('SELECT kind, title, note, via FROM change_set WHERE id = $1::bigint', [set])
  expect(row).toEqual({ kind: 'import', title: '高一.csv', note: '', via: 'command-line' })
})

test('what is older than its time goes, a part at a time, and nothing of the last month ever', async () => {
  const other = await newSchool()
  const today = await openChangeSet(testDb, other.operator)
  for (const days of [1200, 1100, 1000, 0]) {
    await testDb.sql(
      `INSERT INTO change_set (school_id, at, via) VALUES ($1, now() - make_interval(days => $2), 'page')`,
      [other.id, days],
    )
  }
  const expire = async (days: number, most: number) => {
    const [row] = await testDb.sql<{ gone: number }>(
      `SELECT mingce_history_expire($1, now() - make_interval(days => $2), $3) AS gone`,
      [other.id, days, most],
    )
    return row?.gone
  }
  expect(await expire(1095, 1)).toBe(1)
  expect(await expire(1095, 10)).toBe(1)
  expect(await expire(0, 10)).toBe(1)
  expect(await expire(0, 10)).toBe(0)
  expect((await sets(other.id)).map(({ id }) => id)).toEqual([today, String(Number(today) + 4)])
})

test('erasing leaves what happened and takes who it was', async () => {
  const [row] = await testDb.sql<{ erased: number }>(
    `SELECT mingce_history_erase($1, 'person', ARRAY[$2::int]) AS erased`,
    [school, student.id],
  )
  expect(row?.erased).toBe(1)
  const changes = await testDb.sql(
    `SELECT action, before, after FROM change WHERE school_id = $1 AND noun = 'person' AND noun_id = $2`,
    [school, student.id],
  )
  expect(changes).toEqual([{ action: 'create', before: null, after: { erased: true, role: 1, graduates_in: 2027 } }])
})
