import { expect, test } from 'vitest'
import { withConnection } from '@/infra/connection'
import { newSchool, testDb, value } from '@/testing/factories'
import { readFile, run } from '@/testing/imports'
import type { Actor } from '../../actor'
import { undo } from '../../undo/commands'

const size = 20_000
let made: { operator: Actor; set: string }
const line = (n: number, gender: string) =>
  `L${n},张${String.fromCharCode(0x4e00 + (n % 5000))},${gender},138${String(n).padStart(8, '0')},2027`
const lines = (gender: string) => Array.from({ length: size }, (_, n) => line(n, gender))

/** What PostgreSQL alone needs to take the same rows into a table with the same indexes. */
const bareCopy = (schoolId: number): Promise<number> =>
  withConnection(testDb.url, async (connection) => {
    await connection.sql(`CREATE TEMPORARY TABLE bare (LIKE person INCLUDING ALL)`)
    await connection.sql(
      `ALTER TABLE bare ALTER school_id SET DEFAULT ${schoolId}, ALTER role SET DEFAULT 1, ALTER sort_name SET DEFAULT '', ALTER search_text SET DEFAULT ''`,
    )
    const began = performance.now()
    await connection.copy(
      'COPY bare (usin, name, gender, phone, graduates_in) FROM STDIN (FORMAT csv)',
      lines('m').map((row) => `${row}\n`),
    )
    return performance.now() - began
  })

test('twenty thousand rows take a small multiple of what a bare COPY takes, in bounded memory, beside answers', {
  timeout: 180_000,
}, async () => {
  const { operator } = await newSchool()
  const bare = await bareCopy(operator.schoolId)
  const before = process.memoryUsage().rss
  let most = 0
  let [answers, slowest] = [0, 0]
  let going = true
  const watching = (async () => {
    while (going) {
      const asked = performance.now()
      await testDb.sql('SELECT id FROM person WHERE school_id = $1 LIMIT 20', [operator.schoolId])
      slowest = Math.max(slowest, performance.now() - asked)
      answers += 1
      most = Math.max(most, process.memoryUsage().rss - before)
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
  })()
  const [began, started] = [performance.now(), new Date().toISOString()]
  const { id } = await readFile(operator, `学号,姓名,性别,手机,毕业年份\n${lines('男').join('\n')}\n`)
  const done = await run(operator, id)
  const took = performance.now() - began
  going = false
  await watching
  expect(done.counts).toMatchObject({ new: size, wrong: 0 })
  made = { operator, set: done.change_set ?? '' }
  // The planner knows of them at once.
  const analyzed = await testDb.sql<{ relname: string }>(
    `SELECT relname FROM pg_stat_user_tables WHERE last_analyze > $1::timestamptz AND relname IN ('person', 'guardianship', 'unique_value') ORDER BY 1`,
    [started],
  )
  expect(analyzed.map(({ relname }) => relname)).toEqual(['guardianship', 'person', 'unique_value'])
  // A hundred thousand rows are to take ten times at most; the start of the thread weighs more here, so the margin is wide.
  expect(took / bare).toBeLessThan(25)
  expect(most).toBeLessThan(300 * 1024 * 1024)
  expect(answers).toBeGreaterThan(20)
  expect(slowest).toBeLessThan(2_000)
})

test('and are taken back in a small multiple of the bare SQL', { timeout: 120_000 }, async () => {
  const began = performance.now()
  await testDb.sql(
    `BEGIN; UPDATE person SET deleted_at = now(), version = version + 1, updated_at = now() WHERE school_id = ${made.operator.schoolId};
     INSERT INTO change (change_set_id, school_id, noun, noun_id, action, before)
       SELECT change_set_id, school_id, noun, noun_id, 'delete', after FROM change WHERE change_set_id = ${made.set}; ROLLBACK`,
  )
  const between = performance.now()
  const undone = value(await undo(testDb, made.operator, { change_set: made.set }))
  const took = performance.now() - between
  expect(undone).toMatchObject({ people: { delete: size, restore: 0, change: 0 }, left: 0 })
  expect(took / (between - began)).toBeLessThan(10)
  const left = 'SELECT count(*)::int AS count FROM person WHERE school_id = $1 AND deleted_at IS NULL'
  expect(await testDb.sql(left, [made.operator.schoolId])).toEqual([{ count: 0 }])
})
