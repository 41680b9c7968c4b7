import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { env } from '@/infra/env'
import { hashPassword } from '@/infra/hashing'
import { actorIn, newSchool, newStudent, testDb, unique, value } from '@/testing/factories'
import { schoolYearEnd } from '../people/grade'
import { approve } from './approvals'
import { createAdmin } from './commands'
import { nameColumns } from './names'
import { requestReset, resetByCode } from './reset'
import { checkCredentials } from './sessions'
import { updateAccount } from './update'

const own = 'Tidy-Lamp-42-River'
const other = 'Calm-Maple-77-Stone'
let hashes: { own: string; other: string }
beforeAll(async () => {
  hashes = { own: await hashPassword(own), other: await hashPassword(other) }
})

let serial = Math.floor(Math.random() * 10_000_000)
const newPhone = () => `104${String(serial++).padStart(8, '0')}`

type Data = Partial<{
  username: string
  phone: string
  phoneState: string
  workId: string
  workIdState: string
  approvedAt: Date | null
  isActive: boolean
  refusedAt: Date
}>

/** An account of a school; `victim` has the password `own`, an attacker another. */
async function account(schoolId: number, data: Data = {}, passwordHash = hashes.own) {
  const username = data.username ?? unique('u')
  const all = { schoolId, username, ...nameColumns(username), passwordHash, approvedAt: new Date(), ...data }
  return { id: (await testDb.prisma.account.create({ data: all })).id, username }
}
const attackerIn = (schoolId: number, data: Data = {}) => account(schoolId, { approvedAt: null, ...data }, hashes.other)

const enter = async (username: string, { password = own, school }: { password?: string; school?: number } = {}) => {
  const done = await checkCredentials(testDb, { username, password, address: unique('a'), school })
  return done.ok ? done.value?.accountId : done.failure.kind === 'refused' ? done.failure.reason : done.failure.kind
}

test('a phone signs in when it is proven, and a phone or work number that one set oneself does not', async () => {
  const { id: school } = await newSchool()
  const [phone, work] = [newPhone(), unique('W')]
  const proven = await account(school, { phone, phoneState: 'proven', workId: work, workIdState: 'proven' })
  expect([await enter(phone), await enter(work)]).toEqual([proven.id, proven.id])
  const self = await account(school)
  const [mine, number] = [newPhone(), unique('W')]
  const actor = actorIn(school, 'teacher', undefined, { accountId: self.id })
  expect(
    value(await updateAccount(testDb, actor, self.id, { phone: mine, work_id: number }, 'contract')),
  ).toMatchObject({
    phone: mine,
    work_id: number,
  })
  expect([await enter(mine), await enter(number)]).toEqual([undefined, undefined])
  const admin = actorIn(school, 'school_admin')
  value(await updateAccount(testDb, admin, self.id, { phone: mine, work_id: number }))
  expect([await enter(mine), await enter(number)], 'an administrator has proven them').toEqual([self.id, self.id])
})

test.each<[string, (victim: { phone: string; work: string; usin: string }) => Data]>([
  ['their phone as its own', ({ phone }) => ({ phone })],
  ['their phone as its work number', ({ phone }) => ({ workId: phone })],
  ['their work number', ({ work }) => ({ workId: work })],
  ['their student number as its work number', ({ usin }) => ({ workId: usin })],
  ['their student number as its phone', ({ usin }) => ({ phone: usin })],
])('an account of another school that set %s neither shadows nor locks out', async (_, set) => {
  const [home, away] = [await newSchool(), await newSchool()]
  const victim = { phone: newPhone(), work: unique('W'), usin: unique('S') }
  const { id } = await account(home.id, {
    ...{ phone: victim.phone, phoneState: 'proven', workId: victim.work, workIdState: 'proven' },
  })
  const pupil = await newStudent(home.operator, { usin: victim.usin, password: own })
  for (const state of [
    { approvedAt: null },
    { approvedAt: new Date() },
    { isActive: false },
    { refusedAt: new Date() },
  ])
    await attackerIn(away.id, { ...set(victim), ...state, username: unique('x') }).catch(() => undefined)
  expect([await enter(victim.phone), await enter(victim.work)]).toEqual([id, id])
  const [row] = await testDb.sql<{ id: number }>('SELECT id FROM account WHERE person_id = $1', [pupil.id])
  expect(await enter(victim.usin)).toBe(row?.id)
})

test('whoever took a number of others as a user name before it was theirs keeps nobody from it', async () => {
  const [home, away] = [await newSchool(), await newSchool()]
  const usin = unique('S')
  const squatter = await attackerIn(away.id, { username: usin })
  const inside = await attackerIn(home.id, { username: `${usin}x` })
  for (const number of [usin, `${usin}x`]) {
    await newStudent(home.operator, { usin: number, password: own })
    expect(await enter(number), 'the exact user name is tried first').toBe('needs_school')
    expect(await enter(number, { school: home.id })).toEqual(expect.any(Number))
  }
  expect(await enter(usin, { password: other })).toBe(squatter.id)
  expect(await enter(`${usin}x`, { password: other })).toBe(inside.id)
  expect(await enter(`${usin}x`, { password: other, school: home.id })).toBeUndefined()
})

test('a number of another school that is a user name here shadows nobody', async () => {
  const [home, away] = [await newSchool(), await newSchool()]
  const { id, username } = await account(home.id)
  await newStudent(away.operator, { usin: username, password: other })
  expect(await enter(username)).toBe(id)
  expect(await enter(username.toUpperCase()), 'by its form').toBe(id)
  expect(await enter(username, { school: home.id })).toBe(id)
})

test('an exact spelling comes before the form of a name', async () => {
  const { id: school } = await newSchool()
  const name = unique('n')
  const [small, large] = [
    await account(school, { username: name }),
    await account(school, { username: name.toUpperCase() }),
  ]
  expect([await enter(name), await enter(name.toUpperCase())]).toEqual([small.id, large.id])
  expect(
    await enter([...name].map((letter) => String.fromCodePoint((letter.codePointAt(0) ?? 0) + 0xfee0)).join('')),
  ).toBe('needs_school')
})

test('a number of several schools asks for the school, whatever the password, and a wrong one looks the same', async () => {
  const schools = [await newSchool(), await newSchool(), await newSchool()]
  const [one, two, none] = schools.map(({ id }) => id)
  const phone = newPhone()
  const first = await account(one ?? 0, { phone, phoneState: 'proven' })
  const second = await account(two ?? 0, { phone, phoneState: 'proven' }, hashes.other)
  for (const password of [own, other, 'wrong']) expect(await enter(phone, { password })).toBe('needs_school')
  expect(await enter(phone, { school: one ?? 0 })).toBe(first.id)
  expect(await enter(phone, { school: two ?? 0, password: other })).toBe(second.id)
  for (const school of [one, two, none])
    expect(await enter(phone, { password: 'wrong', school: school ?? 0 })).toBeUndefined()
  expect(await enter(phone, { school: two ?? 0 }), 'the password of the other').toBeUndefined()
})

test('a school chosen opens no guesses of its own', async () => {
  const [one, two] = [await newSchool(), await newSchool()]
  const phone = newPhone()
  await account(one.id, { phone, phoneState: 'proven' })
  await account(two.id, { phone, phoneState: 'proven' }, hashes.other)
  const from = (school: number | undefined, password = 'wrong') =>
    checkCredentials(testDb, { username: phone, password, address: '192.0.2.9', school })
  for (let n = 0; n < 10; n++) expect(await from(one.id)).toEqual({ ok: true, value: undefined })
  expect(await from(one.id, own)).toMatchObject({ failure: { kind: 'throttled' } })
  expect(await from(two.id, other), 'another account has a count of its own').toMatchObject({ ok: true })
})

test('a legacy number signs in until somebody else has it by proof', async () => {
  const [home, away] = [await newSchool(), await newSchool()]
  const [phone, work] = [newPhone(), unique('W')]
  const legacy = { phone, phoneState: 'legacy', workId: work, workIdState: 'legacy' }
  const { id } = await account(home.id, legacy)
  expect([await enter(phone), await enter(work)]).toEqual([id, id])
  await attackerIn(away.id, { phone, workId: work })
  expect([await enter(phone), await enter(work)], 'not by what is unproven').toEqual([id, id])
  await newStudent(away.operator, { usin: phone, password: other })
  expect(await enter(phone), 'nor by a school that gives the phone as a number').toBe(id)
  const third = await newSchool()
  const proven = await account(
    third.id,
    { phone, phoneState: 'proven', workId: work, workIdState: 'proven' },
    hashes.other,
  )
  expect(await enter(phone, { password: other })).toBe(proven.id)
  expect(await enter(work, { password: other })).toBe(proven.id)
  expect(await enter(phone, { school: home.id })).toBeUndefined()
  expect(await enter(work, { school: home.id }), 'no other school takes a work number away').toBe(id)
  await account(home.id, { workId: unique('W') }).then(({ id: rival }) => newRecord(home, rival, work))
  expect(await enter(work, { school: home.id }), 'a record of the same school does').not.toBe(id)
})

/** Gives an account a student's record with this number. */
async function newRecord({ operator }: Awaited<ReturnType<typeof newSchool>>, accountId: number, usin: string) {
  const { id: personId } = await newStudent(operator, { usin })
  await testDb.prisma.account.update({ where: { id: accountId }, data: { personId } })
}

test('whoever writes records takes no work number away from a teacher of the school', async () => {
  const { id: school } = await newSchool()
  const work = unique('W')
  const { id } = await account(school, { workId: work, workIdState: 'proven' })
  const first = { graduates_in: schoolYearEnd(new Date()) + 5, duration: 6 }
  await newStudent(actorIn(school, 'grade_admin', undefined, { grade: 1 }), { ...first, usin: work, password: other })
  expect([await enter(work), await enter(work, { school })]).toEqual([id, id])
})

test('a registration that typed the number of another record does not sign in by it when it is let in', async () => {
  const { id: school, operator } = await newSchool()
  const [usin, mine] = [unique('S'), unique('W')]
  const pupil = await newStudent(operator, { usin, password: own })
  const away = await attackerIn(school, { workId: usin })
  const teacher = await attackerIn(school, { workId: mine })
  const none = { person: 'none', grant_grade: false, grant_super: false } as const
  value(
    await approve(testDb, operator, [
      { ...none, id: away.id },
      { ...none, id: teacher.id },
    ]),
  )
  const held = await testDb.prisma.account.findFirst({ where: { personId: pupil.id }, select: { id: true } })
  expect(await enter(usin)).toBe(held?.id)
  expect(await enter(usin, { password: other })).toBeUndefined()
  expect(await enter(mine, { password: other }), 'a number of nobody else is proven').toBe(teacher.id)
})

test('a user name in another spelling keeps nobody from a number as it is spelt', async () => {
  const { id: school, operator } = await newSchool()
  const base = unique('')
  await newStudent(operator, { usin: `T-aBc${base}`, password: own })
  const squatter = await attackerIn(school, { username: `t-Abc${base}` })
  expect(await enter(`T-aBc${base}`)).toEqual(expect.any(Number))
  expect(await enter(`T-aBc${base}`)).not.toBe(squatter.id)
  expect(await enter(`t-Abc${base}`, { password: other })).toBe(squatter.id)
})

test('the digits of a phone are read in whatever width they are typed', async () => {
  const { id: school } = await newSchool()
  const phone = newPhone()
  const { id } = await account(school, { phone, phoneState: 'proven' })
  const wide = [...phone].map((digit) => String.fromCodePoint((digit.codePointAt(0) ?? 0) + 0xfee0)).join('')
  expect([await enter(wide), await enter(` ${wide} `)]).toEqual([id, id])
})

/** The texts that left for a phone; a message may leave after the answer. */
async function messagesTo(phone: string): Promise<number> {
  const text = await readFile(path.join(env().dataDir, 'outbox', 'sms.jsonl'), 'utf8').catch(() => '')
  return text.split('\n').filter((line) => line.includes(phone)).length
}

test('a code for a forgotten password goes to proven and legacy phones, never to one that is not proven', async () => {
  const { id: school } = await newSchool()
  const phones = [newPhone(), newPhone(), newPhone()]
  // The last sends nothing: what the others send comes after it.
  for (const [at, phoneState] of ['unproven', 'legacy', 'proven'].entries()) {
    const phone = phones[at] ?? ''
    await account(school, { phone, phoneState })
    value(await requestReset(testDb, { phone, address: unique('a') }))
  }
  await expect.poll(async () => Promise.all(phones.map(messagesTo))).toEqual([0, 1, 1])
})

test('whoever has the code of a phone that several schools know is asked for the school', async () => {
  const [one, two] = [await newSchool(), await newSchool()]
  const phone = newPhone()
  await account(one.id, { phone, phoneState: 'proven' })
  const second = await account(two.id, { phone, phoneState: 'proven' })
  value(await requestReset(testDb, { phone, address: unique('a') }))
  await expect.poll(() => messagesTo(phone)).toBe(1)
  const lines = (await readFile(path.join(env().dataDir, 'outbox', 'sms.jsonl'), 'utf8')).split('\n')
  const code = /(\d{6})/.exec(JSON.parse(lines.find((line) => line.includes(phone)) ?? '{}').text)?.[1] ?? ''
  const given = { phone, code, password: 'Quiet-River-31-Lamp' }
  expect(await resetByCode(testDb, { ...given, code: code === '000000' ? '000001' : '000000' })).toMatchObject({
    failure: { issues: [{ reason: 'wrong_code' }] },
  })
  expect(await resetByCode(testDb, given)).toMatchObject({
    failure: { issues: [{ field: 'school_id', reason: 'ambiguous' }] },
  })
  expect((await resetByCode(testDb, { ...given, school_id: two.id })).ok).toBe(true)
  expect(await enter(second.username, { password: given.password })).toBe(second.id)
})

test('an administrator that the operator makes signs in by the phone that was given', async () => {
  const { operator } = await newSchool()
  const phone = newPhone()
  const { id } = value(await createAdmin(testDb, operator, { username: unique('admin'), password: own, phone }))
  expect(await enter(phone)).toBe(id)
})
