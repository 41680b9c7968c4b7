import { expect, test } from 'vitest'
import { newSchool, newStudent, testDb, unique, value } from '@/testing/factories'
import { patchPerson } from '../people/commands'
import { createAdmin } from './commands'
import { endSession, findSession, signIn } from './sessions'

const password = 'Correct-Horse-9-Battery'
const enter = async (username: string, given = password, address = unique('address')) =>
  value(await signIn(testDb, { username, password: given, userAgent: 'test', address }))

test('an administrator signs in by name, and the server can end the session', async () => {
  const { id: school, operator } = await newSchool()
  const { id, username } = value(await createAdmin(testDb, operator, { username: unique('管理员'), password }))
  const session = await enter(username)
  if (!session) throw new Error('not signed in')
  expect(session.accountId).toBe(id)
  expect(await findSession(testDb, session.sessionId)).toMatchObject({
    account_id: id,
    school_id: school,
    is_super: 1,
    username,
  })
  await endSession(testDb, session)
  expect(await findSession(testDb, session.sessionId)).toBeUndefined()
})

test('a wrong password and an unknown name are the same nothing', async () => {
  const { operator } = await newSchool()
  const { username } = value(await createAdmin(testDb, operator, { username: unique('admin'), password }))
  expect(await enter(username, 'wrong')).toBeUndefined()
  expect(await enter(unique('nobody'))).toBeUndefined()
})

test('a number signs in while only one account has it, and then with its school', async () => {
  const [one, other] = [await newSchool(), await newSchool()]
  const usin = unique('S')
  await newStudent(one.operator, { usin, password })
  expect(await enter(usin)).toBeDefined()
  await newStudent(other.operator, { usin, password })
  const asked = { username: usin, password, userAgent: 'test', address: unique('address') }
  expect(await signIn(testDb, asked)).toMatchObject({ failure: { reason: 'needs_school' } })
  expect(value(await signIn(testDb, { ...asked, school: other.id }))).toBeDefined()
})

test('who is archived, disabled or deleted is out at once', async () => {
  const { operator } = await newSchool()
  const student = await newStudent(operator, { password })
  const session = await enter(student.usin)
  if (!session) throw new Error('not signed in')
  for (const status of [2, 4]) {
    value(await patchPerson(testDb, operator, student.id, { status }, 'flat'))
    expect(await findSession(testDb, session.sessionId)).toBeUndefined()
    expect(await enter(student.usin)).toBeUndefined()
  }
  value(await patchPerson(testDb, operator, student.id, { status: 1 }, 'flat'))
  expect(await findSession(testDb, session.sessionId)).toBeDefined()
})

test('a new password over REST ends the sessions that the old one began', async () => {
  const { operator } = await newSchool()
  const student = await newStudent(operator, { password })
  const session = await enter(student.usin)
  if (!session) throw new Error('not signed in')
  value(await patchPerson(testDb, operator, student.id, { password: 'Calm-Maple-77-Stone' }, 'flat'))
  expect(await findSession(testDb, session.sessionId)).toBeUndefined()
  expect(await enter(student.usin, 'Calm-Maple-77-Stone')).toBeDefined()
})

test('a user name is one person’s on the whole site, and a password has a least length', async () => {
  const [one, other] = [await newSchool(), await newSchool()]
  const { username } = value(await createAdmin(testDb, one.operator, { username: unique('admin'), password }))
  expect(await createAdmin(testDb, other.operator, { username, password })).toMatchObject({
    failure: { issues: [{ field: 'username', reason: 'taken' }] },
  })
  expect(await createAdmin(testDb, other.operator, { username: 'a b', password: 'short' })).toMatchObject({
    failure: { issues: [{ field: 'username' }] },
  })
  expect(await createAdmin(testDb, other.operator, { username: unique('a'), password: 'short' })).toMatchObject({
    failure: { issues: [{ field: 'password', reason: 'too_short' }] },
  })
})

test('wrong tries are limited for the name and the address together', async () => {
  const { operator } = await newSchool()
  const { username } = value(await createAdmin(testDb, operator, { username: unique('admin'), password }))
  for (let n = 0; n < 10; n++) expect(await enter(username, 'wrong', 'stranger')).toBeUndefined()
  const blocked = await signIn(testDb, { username, password, userAgent: '', address: 'stranger' })
  expect(blocked).toMatchObject({ failure: { kind: 'throttled', seconds: expect.any(Number) } })
  expect(await enter(username, password, 'home'), 'the owner is elsewhere').toBeDefined()
})
