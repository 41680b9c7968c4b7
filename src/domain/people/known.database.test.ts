import { expect, test } from 'vitest'
import type { Db } from '@/infra/db'
import { newSchool, newStudent, testDb, value } from '@/testing/factories'
import { patchPerson } from './commands'
import { readPerson } from './queries'

/** The database as somebody finds it who is overtaken just before their statement of that number. */
function overtaken(at: number, by: () => Promise<unknown>): Db {
  let count = 0
  return {
    ...testDb,
    async sql(text, values) {
      if (count++ === at) await by()
      return testDb.sql(text, values)
    },
  }
}

test('a change that overtakes another is never written over, wherever it comes between', async () => {
  const { operator } = await newSchool()
  const outcomes = new Set<string>()
  for (let at = 0; at < 8; at++) {
    const { id } = await newStudent(operator)
    const known = value(await readPerson(testDb, operator, { id }, 'flat'))
    const by = () => patchPerson(testDb, operator, id, { name: '先到' }, 'flat')
    const patch = { name: '后到' }
    const result = await patchPerson(overtaken(at, by), operator, id, patch, 'flat', (now) => now === known)
    const changes = await testDb.sql<{ name: string }>(
      `SELECT after ->> 'name' AS name FROM change WHERE noun = 'person' AND noun_id = $1 AND action = 'update' ORDER BY id`,
      [id],
    )
    const names = changes.map(({ name }) => name)
    const outcome = result.ok ? 'written' : result.failure.kind
    outcomes.add(outcome)
    // Whoever was let through came first, or was alone.
    expect(names[0], `overtaken at statement ${at}: ${outcome}`).toBe(result.ok ? '后到' : '先到')
  }
  expect([...outcomes].sort()).toEqual(['changed_meanwhile', 'written'])
})

test('a person is changed later than before, whatever the clock says', async () => {
  const { operator } = await newSchool()
  const { id } = await newStudent(operator)
  await testDb.sql("UPDATE person SET updated_at = now() + interval '1 hour' WHERE id = $1", [id])
  const times = [JSON.parse(value(await readPerson(testDb, operator, { id }, 'flat'))).updated_at]
  for (const name of ['甲', '乙'])
    times.push(JSON.parse(value(await patchPerson(testDb, operator, id, { name }, 'flat'))).updated_at)
  expect(times).toEqual([...new Set(times)].sort())
})
