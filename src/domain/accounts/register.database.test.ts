import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, test } from 'vitest'
import { env } from '@/infra/env'
import { actorIn, newSchool, newStudent, testDb, unique, value } from '@/testing/factories'
import type { Result } from '../errors'
import { approve, decideWishes, suggestTeachers } from './approvals'
import { requestCode, tryCode } from './codes'
import { createInvitation } from './invitations'
import { findAccount } from './queries'
import { register } from './register'

let serial = Math.floor(Math.random() * 10_000_000)
const newPhone = () => `100${String(serial++).padStart(8, '0')}`

/** The last code that left for the phone. */
async function codeTo(phone: string): Promise<string> {
  const lines = (await readFile(path.join(env().dataDir, 'outbox', 'sms.jsonl'), 'utf8')).trim().split('\n')
  const texts = lines.map((line) => JSON.parse(line)).filter((message) => message.phone === phone)
  return /\d{6}/.exec(texts.at(-1)?.text ?? '')?.[0] ?? ''
}

const ask = (phone: string, address = unique('a')) =>
  requestCode(testDb, { phone, username: '郝高阳', purpose: 'register', address })
const wrong = (code: string) => (code === '000000' ? '000001' : '000000')
const issues = (result: Result<unknown>) =>
  result.ok ? [] : result.failure.kind === 'invalid' ? result.failure.issues : [result.failure]

async function newcomer(extra: object = {}) {
  const { id, operator } = await newSchool()
  const phone = newPhone()
  value(await ask(phone))
  const input = {
    school_id: id,
    username: unique('教师'),
    password: 'Tidy-Lamp-42-River',
    phone,
    code: await codeTo(phone),
    ...extra,
  }
  return { school: id, operator, admin: actorIn(id, 'school_admin'), input }
}

test('fifty registrations at once with one right code make one account', async () => {
  const { input } = await newcomer()
  const made = await Promise.all(
    Array.from({ length: 50 }, () => register(testDb, { ...input, username: unique('教师') }, 'rest')),
  )
  expect(made.filter(({ ok }) => ok)).toHaveLength(1)
})

test('five wrong tries burn a code', async () => {
  const { input } = await newcomer()
  for (let n = 0; n < 5; n++) {
    expect(issues(await register(testDb, { ...input, code: wrong(input.code) }, 'rest'))).toEqual([
      { field: 'code', reason: 'wrong_code' },
    ])
  }
  expect(issues(await register(testDb, input, 'rest'))).toEqual([{ field: 'code', reason: 'wrong_code' }])
})

test('a code is good for one phone and one purpose, for five minutes', async () => {
  const { input } = await newcomer()
  const { phone, code } = input
  expect(await tryCode(testDb, { phone, purpose: 'password', code })).toMatchObject({ reason: 'wrong_code' })
  expect(await tryCode(testDb, { phone: newPhone(), purpose: 'register', code })).toMatchObject({
    reason: 'wrong_code',
  })
  await testDb.sql(`UPDATE sms_code SET created_at = now() - interval '301 s' WHERE phone = $1`, [phone])
  expect(issues(await register(testDb, input, 'rest'))).toEqual([{ field: 'code', reason: 'expired_code' }])
})

test('a flood from many addresses sends one message a minute to a phone', async () => {
  const phone = newPhone()
  const asked = await Promise.all(Array.from({ length: 40 }, () => ask(phone)))
  expect(asked.filter(({ ok }) => ok)).toHaveLength(1)
  const seconds = asked.flatMap((each) => (each.ok || each.failure.kind !== 'throttled' ? [] : [each.failure.seconds]))
  expect(seconds).toHaveLength(39)
  for (const each of seconds) expect(each).toBeGreaterThan(50)
})

test('the caps an hour and a day hold, and say how long to wait', async () => {
  const phone = newPhone()
  const older = (minutes: number) =>
    testDb.sql(`UPDATE sms_code SET created_at = created_at - make_interval(mins => $2) WHERE phone = $1`, [
      phone,
      minutes,
    ])
  for (let n = 0; n < 5; n++) {
    value(await ask(phone))
    await older(2)
  }
  const hourly = await ask(phone)
  expect(hourly).toMatchObject({ failure: { kind: 'throttled' } })
  expect(!hourly.ok && hourly.failure.kind === 'throttled' && hourly.failure.seconds).toBeGreaterThan(45 * 60)
  await older(60)
  // Two of the ten are kept for browsers that are known to the account.
  for (let n = 0; n < 3; n++) {
    value(await ask(phone))
    await older(13)
  }
  const daily = await ask(phone)
  expect(!daily.ok && daily.failure.kind === 'throttled' && daily.failure.seconds).toBeGreaterThan(20 * 3600)
})

test('an older code stays valid while a newer one is refused, and beside the newer one', async () => {
  const phone = newPhone()
  value(await ask(phone))
  const first = await codeTo(phone)
  expect((await ask(phone)).ok).toBe(false)
  expect(await tryCode(testDb, { phone, purpose: 'register', code: first })).toHaveProperty('id')
  await testDb.sql(`UPDATE sms_code SET created_at = now() - interval '61 s' WHERE phone = $1`, [phone])
  value(await ask(phone))
  const second = await codeTo(phone)
  expect(await tryCode(testDb, { phone, purpose: 'register', code: first })).toHaveProperty('id')
  expect(await tryCode(testDb, { phone, purpose: 'register', code: second })).toHaveProperty('id')
})

test('a typed work number alone is no teacher, until the name or the proven phone agrees', async () => {
  const work_id = unique('W')
  const { operator, admin, input } = await newcomer({ work_id })
  const teacher = await newStudent(operator, { role: 2, usin: work_id, name: '王芳', graduates_in: null })
  const made = value(await register(testDb, input, 'rest'))
  const by = async () =>
    value(await suggestTeachers(testDb, admin, { ids: [made.id] }))[made.id]?.map((each) => each.by)
  expect(await by()).toEqual(['number'])
  await testDb.sql('UPDATE person SET phone = $2 WHERE id = $1', [teacher.id, input.phone])
  expect(await by(), 'the phone agrees').toEqual(['work_id'])
  await testDb.sql(`UPDATE account SET phone_state = 'unproven' WHERE id = $1`, [made.id])
  expect(await by(), 'a phone without a proof says nothing').toEqual(['number'])
  await testDb.sql('UPDATE person SET name = $2 WHERE id = $1', [teacher.id, input.username])
  expect(await by(), 'the name agrees').toEqual(['work_id'])
})

test('nobody makes themself an administrator; what was wished for waits, and the teacher is not made twice', async () => {
  const work_id = unique('W')
  const { school, operator, admin, input } = await newcomer({ work_id, wants_super: 1, wants_grade: 3 })
  const teacher = await newStudent(operator, { role: 2, usin: work_id, graduates_in: null })
  const made = value(await register(testDb, input, 'rest'))
  expect(made).toMatchObject({ is_super: 0, is_grade: 0, is_pending: true, wants_super: 1, wants_grade: 3 })
  const suggested = value(await suggestTeachers(testDb, admin, { ids: [made.id] }))
  expect(suggested).toEqual({ [made.id]: [{ id: teacher.id, name: teacher.name, usin: work_id, by: 'number' }] })
  value(await approve(testDb, admin, [{ id: made.id, person: teacher.id, grant_grade: true, grant_super: false }]))
  expect(await findAccount(testDb, school, made.id)).toMatchObject({
    is_pending: false,
    is_super: 0,
    is_grade: 3,
    person_id: teacher.id,
    wants_super: 0,
  })
  const [count] = await testDb.sql<{ teachers: number }>(
    'SELECT count(*)::int AS teachers FROM person WHERE school_id = $1 AND role = 2',
    [school],
  )
  expect(count?.teachers).toBe(1)
  const again = [{ id: made.id, person: 'none' as const, grant_grade: false, grant_super: false }]
  expect(await approve(testDb, admin, again)).toMatchObject({ failure: { reason: 'decided_already' } })
})

test('an invitation lets in at once, as often as it may, and only to its school', async () => {
  const { school, admin, input } = await newcomer()
  const { token } = value(await createInvitation(testDb, admin, { auto_approve: true, most_uses: 1 }))
  await testDb.sql('UPDATE school SET takes_registrations = false WHERE id = $1', [school])
  expect(issues(await register(testDb, input, 'page'))).toEqual([
    { field: 'school_id', reason: 'absent', value: String(school) },
  ])
  expect(value(await register(testDb, { ...input, invitation: token }, 'page'))).toMatchObject({ is_pending: false })
  const phone = newPhone()
  value(await ask(phone))
  const second = { ...input, username: unique('教师'), phone, code: await codeTo(phone), invitation: token }
  expect(issues(await register(testDb, second, 'page'))).toMatchObject([{ field: 'school_id', reason: 'absent' }])
  const other = await newcomer()
  expect(
    value(await register(testDb, { ...other.input, invitation: token }, 'page')).is_pending,
    'another school’s invitation',
  ).toBe(true)
})

test('a phone is checked after the code, so that nobody can ask who is here', async () => {
  const { input } = await newcomer()
  value(await register(testDb, input, 'rest'))
  const again = { ...input, username: unique('教师') }
  expect(issues(await register(testDb, again, 'rest'))).toEqual([{ field: 'code', reason: 'wrong_code' }])
  await testDb.sql(`UPDATE sms_code SET created_at = now() - interval '61 s' WHERE phone = $1`, [input.phone])
  value(await ask(input.phone))
  expect(issues(await register(testDb, { ...again, code: await codeTo(input.phone) }, 'rest'))).toMatchObject([
    { field: 'phone', reason: 'taken' },
  ])
})

test('a weak password is taken, and holds the account to itself', async () => {
  const { input } = await newcomer()
  expect(value(await register(testDb, { ...input, password: '123' }, 'rest'))).toMatchObject({ is_weak: true })
})

test('what accounts ask to be is granted or refused for many at once, with a reason, and once', async () => {
  const { id: school } = await newSchool()
  const admin = actorIn(school, 'school_admin')
  const asking = async () =>
    (
      await testDb.prisma.account.create({
        data: { schoolId: school, username: unique('u'), approvedAt: new Date(), wantsGrade: 3 },
      })
    ).id
  const [one, two, three] = [await asking(), await asking(), await asking()]
  expect(value(await decideWishes(testDb, admin, { ids: [one, two], grant: true, reason: '' }))).toEqual({ count: 2 })
  expect(await findAccount(testDb, school, two)).toMatchObject({ is_grade: 3, wants_grade: 0 })
  value(await decideWishes(testDb, admin, { ids: [three], grant: false, reason: '本年级已有负责人' }))
  expect(await findAccount(testDb, school, three)).toMatchObject({
    is_grade: 0,
    wants_grade: 0,
    refusal: '本年级已有负责人',
  })
  expect(await decideWishes(testDb, admin, { ids: [three], grant: true, reason: '' })).toMatchObject({
    failure: { reason: 'decided_already' },
  })
})
