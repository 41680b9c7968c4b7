import { expect, test } from 'vitest'
import { actorIn, newGuardian, newSchool, newStudent, testDb, value } from '@/testing/factories'
import { undo } from '../undo/commands'
import { patchPerson } from './commands'
import { schoolYearEnd } from './grade'
import { removePeople, setStatus } from './remove'
import type { PersonPatch } from './schema'

const end = schoolYearEnd(new Date())
const inGrade = (grade: number) => ({ duration: 3, graduates_in: end + 3 - grade })

type Links = [student: number, relation: number, position: number][]
const linksOf = async (guardian: number): Promise<Links> => {
  const rows = await testDb.sql<{ link: Links[number] }>(
    'SELECT json_build_array(student_id, relation, position) AS link FROM guardianship WHERE guardian_id = $1 ORDER BY position, student_id',
    [guardian],
  )
  return rows.map(({ link }) => link)
}
const link = (guardian: number, student: number, school: number, position: number, relation = 2) =>
  testDb.sql(
    'INSERT INTO guardianship (guardian_id, student_id, school_id, relation, position) VALUES ($1, $2, $3, $4, $5)',
    [guardian, student, school, relation, position],
  )

/** A guardian of a student of grade 3, first, and of one of grade 2; `keeper` administers grade 2. */
async function shared(order: 'theirs first' | 'mine first' = 'theirs first') {
  const { id: school, operator } = await newSchool()
  const keeper = actorIn(school, 'grade_admin', undefined, { grade: 2 })
  const [mine, mine2] = [await newStudent(operator, inGrade(2)), await newStudent(operator, inGrade(2))]
  const theirs = await newStudent(operator, inGrade(3))
  const [first, second] = order === 'mine first' ? [mine, theirs] : [theirs, mine]
  const guardian = await newGuardian(operator, first.id)
  await link(guardian.id, second.id, school, 1)
  const patch = (input: PersonPatch) => patchPerson(testDb, keeper, guardian.id, input, 'nested')
  return { school, operator, keeper, mine, mine2, theirs, guardian, patch }
}
const otherGrade = { failure: { kind: 'refused', reason: 'other_grade' } }

test('shared guardian: no grade changes the password or the sign-in number of an account that there is', async () => {
  const { operator, guardian, patch } = await shared()
  expect((await patch({ usin: `${guardian.usin}a` })).ok, 'without an account it is a number').toBe(true)
  value(await patchPerson(testDb, operator, guardian.id, { password: 'Quiet-Meadow-92-Stone' }, 'nested'))
  const hash = () => testDb.sql('SELECT password_hash FROM account WHERE person_id = $1', [guardian.id])
  const before = await hash()
  expect(await patch({ password: 'Calm-Maple-77-Stone' })).toMatchObject(otherGrade)
  expect(await patch({ usin: `${guardian.usin}b` })).toMatchObject(otherGrade)
  expect((await patch({ phone: '13900001111' })).ok).toBe(true)
  expect(await hash()).toEqual(before)
})

const lastSet = async (school: number) => {
  const [row] = await testDb.sql<{ id: string }>('SELECT max(id)::text AS id FROM change_set WHERE school_id = $1', [
    school,
  ])
  return row?.id ?? ''
}

test('shared guardian: another student of the grade replaces the link to the grade, or stands beside the others’ first', async () => {
  const one = await shared('mine first')
  value(await one.patch({ student_id: one.mine2.id }))
  expect(await linksOf(one.guardian.id)).toEqual([
    [one.mine2.id, 0, 0],
    [one.theirs.id, 2, 1],
  ])
  const two = await shared()
  value(await two.patch({ student_id: two.mine2.id, guardian_role: 1 }))
  expect(await linksOf(two.guardian.id)).toEqual([
    [two.theirs.id, 1, 0],
    [two.mine.id, 2, 1],
    [two.mine2.id, 1, 2],
  ])
  const undone = value(await undo(testDb, two.keeper, { change_set: await lastSet(two.school) }))
  expect(undone.people.change).toBe(1)
  expect((await linksOf(two.guardian.id)).map(([student]) => student)).toEqual([two.theirs.id, two.mine.id])
})

test('shared guardian: what is shown and sent back changes no link; a role alone is of the grade’s link', async () => {
  const { guardian, mine, theirs, patch } = await shared()
  const before = await linksOf(guardian.id)
  value(await patch({ student_id: theirs.id, guardian_role: 1, phone: '13911112222' }))
  value(await patch({ student_id: mine.id }))
  expect(await linksOf(guardian.id)).toEqual(before)
  value(await patch({ guardian_role: 0 }))
  expect(await linksOf(guardian.id)).toEqual([
    [theirs.id, 1, 0],
    [mine.id, 0, 1],
  ])
})

test('shared guardian: the others’ link is neither changed nor taken', async () => {
  const { guardian, theirs, patch } = await shared()
  const before = await linksOf(guardian.id)
  expect(await patch({ student_id: theirs.id, guardian_role: 2 })).toMatchObject({
    failure: { kind: 'invalid', issues: [{ field: 'student_id', reason: 'invalid' }] },
  })
  expect((await patch({ student_id: null })).ok).toBe(false)
  expect(await linksOf(guardian.id)).toEqual(before)
})

test('shared guardian: neither deleted, archived nor disabled by one grade; the whole school may', async () => {
  const { guardian, keeper, operator, mine, patch } = await shared('mine first')
  const ids = [mine.id, guardian.id]
  expect(await removePeople(testDb, keeper, { ids })).toMatchObject(otherGrade)
  for (const status of [2, 4] as const) {
    expect(await setStatus(testDb, keeper, { ids, status })).toMatchObject(otherGrade)
    expect(await patch({ status })).toMatchObject(otherGrade)
  }
  expect(await linksOf(guardian.id)).toHaveLength(2)
  const removed = value(await removePeople(testDb, keeper, { ids: [mine.id] }))
  expect(removed.guardians, 'with the last child of the grade').toBe(0)
  expect(value(await removePeople(testDb, operator, { ids: [guardian.id] })).count).toBe(1)
})

test('shared guardian: undo by one grade moves no link, status or record of the other', async () => {
  const { guardian, keeper, operator, mine2, school, theirs } = await shared()
  const madeIn = async () => lastSet(school)
  value(await patchPerson(testDb, operator, guardian.id, { student_id: mine2.id }, 'flat'))
  const moved = await madeIn()
  expect(
    await undo(testDb, keeper, { change_set: moved, including: 'all' }),
    'the first link was theirs',
  ).toMatchObject({
    failure: { kind: 'not_found' },
  })
  value(await undo(testDb, operator, { change_set: moved }))
  value(await setStatus(testDb, operator, { ids: [guardian.id], status: 4 }))
  const disabled = await madeIn()
  expect(await undo(testDb, keeper, { change_set: disabled })).toMatchObject({ failure: { kind: 'not_found' } })
  const [made] = await testDb.sql<{ id: string }>(
    "SELECT change_set_id::text AS id FROM change WHERE noun = 'person' AND noun_id = $1 AND action = 'create'",
    [guardian.id],
  )
  expect(await undo(testDb, keeper, { change_set: made?.id ?? '', including: 'all' })).toMatchObject({
    failure: { kind: 'not_found' },
  })
  expect((await linksOf(guardian.id)).map(([student]) => student)).toContain(theirs.id)
})
