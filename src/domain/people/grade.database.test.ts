import { expect, test } from 'vitest'
import { actorIn, newGuardian, newSchool, newStudent, testDb, unique, value } from '@/testing/factories'
import { undo } from '../undo/commands'
import { createPerson, patchPerson } from './commands'
import { gradeOf, schoolYearEnd } from './grade'
import { listPeople, parsePeople } from './queries'
import { removePeople, setStatus } from './remove'

const forbidden = { failure: { kind: 'forbidden' } }
const end = schoolYearEnd(new Date())
/** Of a three-year school. */
const inGrade = (grade: number) => ({ duration: 3, graduates_in: end + 3 - grade })

async function grades() {
  const { id, operator } = await newSchool()
  const keeper = actorIn(id, 'grade_admin', undefined, { grade: 2 })
  const mine = await newStudent(operator, { ...inGrade(2), phone: '10012345678' })
  const other = await newStudent(operator, { ...inGrade(3), phone: '10012345679' })
  const unknown = await newStudent(operator, { phone: '10012345670' })
  return { operator, keeper, mine, other, unknown }
}

test('the school year ends on 31 July, Chinese time', () => {
  expect(schoolYearEnd(new Date('2026-07-31T15:59:59Z'))).toBe(2026)
  expect(schoolYearEnd(new Date('2026-07-31T16:00:00Z'))).toBe(2027)
  expect(gradeOf({ graduates_in: 2029, duration: 3 }, new Date('2026-09-01T00:00:00Z'))).toBe(1)
  expect(gradeOf({ graduates_in: 2029, duration: null }, new Date('2026-09-01T00:00:00Z'))).toBeNull()
})

test('a grade administrator keeps the students of the grade and nobody else', async () => {
  const { keeper, mine, other, unknown } = await grades()
  value(await patchPerson(testDb, keeper, mine.id, { name: '李四' }, 'flat'))
  for (const { id } of [other, unknown]) {
    expect(await patchPerson(testDb, keeper, id, { name: '李四' }, 'flat')).toMatchObject(forbidden)
    expect(await removePeople(testDb, keeper, { ids: [mine.id, id] })).toMatchObject(forbidden)
    expect(await setStatus(testDb, keeper, { ids: [id], status: 2 })).toMatchObject(forbidden)
  }
  expect(await patchPerson(testDb, keeper, mine.id, inGrade(3), 'flat'), 'moving out of the grade').toMatchObject(
    forbidden,
  )
  value(await createPerson(testDb, keeper, { usin: unique('S'), name: 'x', role: 1, ...inGrade(2) }, 'flat'))
  for (const extra of [{ role: 1, ...inGrade(1) }, { role: 1, graduates_in: end }, { role: 2 }]) {
    expect(await createPerson(testDb, keeper, { usin: unique('S'), name: 'x', ...extra }, 'flat')).toMatchObject(
      forbidden,
    )
  }
})

test('guardians are kept with their children, and come back with them', async () => {
  const { operator, keeper, mine, other } = await grades()
  const guardian = await newGuardian(operator, mine.id)
  const stranger = await newGuardian(operator, other.id)
  value(await patchPerson(testDb, keeper, guardian.id, { phone: '10087654321' }, 'flat'))
  expect(await patchPerson(testDb, keeper, stranger.id, { phone: '' }, 'flat')).toMatchObject(forbidden)
  value(await createPerson(testDb, keeper, { usin: unique('G'), name: 'x', role: 8, student_id: mine.id }, 'flat'))
  expect(
    await createPerson(testDb, keeper, { usin: unique('G'), name: 'x', role: 8, student_id: other.id }, 'flat'),
  ).toMatchObject({ failure: { kind: 'invalid' } })
  const removed = value(await removePeople(testDb, keeper, { ids: [mine.id] }))
  expect(value(await undo(testDb, keeper, removed)).people.restore).toBe(3)
  const others = value(await removePeople(testDb, operator, { ids: [other.id] }))
  expect(await undo(testDb, keeper, others)).toMatchObject({ failure: { kind: 'not_found' } })
})

test('personal numbers are shown for the grade alone, and found by it alone', async () => {
  const { keeper, mine } = await grades()
  const rows = parsePeople(value(await listPeople(testDb, keeper, {}, 'nested')).json)
  expect(rows.map(({ id, phone }) => [id === mine.id, phone])).toEqual([
    [true, '10012345678'],
    [false, '100****5679'],
    [false, '100****5670'],
  ])
  expect(value(await listPeople(testDb, keeper, { q: '5678' }, 'flat')).total).toBe(1)
  expect(value(await listPeople(testDb, keeper, { q: '5679' }, 'flat')).total).toBe(0)
  expect(value(await listPeople(testDb, keeper, { phone: '10012345679' }, 'flat')).total).toBe(0)
})
