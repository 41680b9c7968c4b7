import { expect, test } from 'vitest'
import { newField, newGuardian, newSchool, newStudent, testDb, value } from '@/testing/factories'
import { readFile, run } from '@/testing/imports'
import type { Actor } from '../actor'
import { previewUndo, undo } from './commands'

/** All that can be seen of the school's people, their links and the values that nobody else may hold. */
async function stateOf({ schoolId }: Actor): Promise<unknown> {
  const live = 'school_id = $1 AND deleted_at IS NULL'
  const people = await testDb.sql(
    `SELECT role, usin, name, gender, phone, idcard, graduates_in, status, sort_name, search_text, jsonb_strip_nulls(ext) AS ext FROM person WHERE ${live} ORDER BY usin`,
    [schoolId],
  )
  const links = await testDb.sql(
    `SELECT g.usin AS guardian, s.usin AS student, k.relation, k.position FROM guardianship k
       JOIN person g ON g.id = k.guardian_id AND g.deleted_at IS NULL JOIN person s ON s.id = k.student_id AND s.deleted_at IS NULL
     WHERE k.school_id = $1 ORDER BY 1, 2`,
    [schoolId],
  )
  const held = await testDb.sql(
    `SELECT p.usin, u.value FROM unique_value u JOIN person p ON p.id = u.person_id WHERE p.school_id = $1 AND u.value <> '' ORDER BY 1`,
    [schoolId],
  )
  return { people, links, held }
}

/** Imports the file, takes it back, and takes that back: each time all is as it was. */
async function thereAndBack(actor: Actor, file: string, input: Parameters<typeof readFile>[2], confirm?: number) {
  const before = await stateOf(actor)
  const { id } = await readFile(actor, file, input)
  const done = await run(actor, id, confirm)
  expect(done).toMatchObject({ state: 'done', counts: { wrong: 0 } })
  const after = await stateOf(actor)
  expect(after).not.toEqual(before)
  const set = { change_set: done.change_set ?? '' }
  const preview = value(await previewUndo(testDb, actor, set))
  const undone = value(await undo(testDb, actor, set))
  expect(await stateOf(actor)).toEqual(before)
  expect(preview).toMatchObject({ people: undone.people, conflictCount: 0 })
  value(await undo(testDb, actor, undone))
  expect(await stateOf(actor)).toEqual(after)
  return { counts: done.counts, undone }
}

test('a full sync goes back: the new are gone, cells, guardians and the archived as before', async () => {
  const { operator } = await newSchool()
  const bed = await newField(operator, { label: '床号', unique: true })
  const first = await newStudent(operator, { usin: 'S1', name: '张一', values: { [bed.name]: '7' } })
  await newGuardian(operator, first.id, { usin: 'G1', name: '张父', phone: '13800000001' })
  for (const [usin, at] of Object.entries({ S2: '8', S3: '', S4: '9' }))
    await newStudent(operator, { usin, name: `李${usin}`, values: { [bed.name]: at } })
  const file = `学号,姓名,届别,手机,床号,父亲姓名,父亲手机,母亲姓名,母亲手机
S1,张一一,2028,13900000001,10,张父,13800000009,王母,13800000002
S2,李S2,2027,,8,赵父,13800000003,,
S9,赵九,2027,,11,赵父,13800000003,王母,13800000002
`
  const { counts, undone } = await thereAndBack(operator, file, { settings: { mode: 'sync' } }, 2)
  expect(counts).toMatchObject({ new: 1, changed: 2, archived: 2, guardians: 2 })
  expect(undone.people).toEqual({ delete: 3, restore: 0, change: 4 })
})

test('a sibling’s link to a guardian who is there goes back, and so does a file of guardians', async () => {
  const { operator } = await newSchool()
  const first = await newStudent(operator, { usin: 'S1', name: '张一' })
  await newStudent(operator, { usin: 'S2', name: '张二' })
  await newGuardian(operator, first.id, { usin: 'G1', name: '张父', phone: '13800000001' })
  const siblings = '学号,姓名,届别,父亲姓名,父亲手机\nS2,张二,2027,张父,13800000001\n'
  expect((await thereAndBack(operator, siblings, {})).counts).toMatchObject({ changed: 1, guardians: 0 })
  const guardians = '家长编号,姓名,关系,手机,学生学号\nG1,张叔,其他,13800000005,S1\nG2,李母,母亲,,S2\n'
  const { undone } = await thereAndBack(operator, guardians, { role: 8 })
  expect(undone.people).toEqual({ delete: 1, restore: 0, change: 1 })
})
