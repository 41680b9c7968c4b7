import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, test } from 'vitest'
import { env } from '@/infra/env'
import { digest, newSecret } from '@/infra/hashing'
import { actorIn, newSchool, newStudent, testDb, unique, value } from '@/testing/factories'
import type { Result } from '../errors'
import { admit } from './admission'
import { approve, refuse } from './approvals'
import { requestCode } from './codes'
import { createInvitation, revokeInvitation } from './invitations'
import { register } from './register'
import { createResetLink, resetByCode, resetByLink } from './reset'

let serial = Math.floor(Math.random() * 10_000_000)
const newPhone = () => `102${String(serial++).padStart(8, '0')}`
const password = 'Tidy-Lamp-42-River'

/** A code that was just sent to the phone. */
async function codeTo(phone: string, purpose: 'register' | 'password' = 'register'): Promise<string> {
  value(await requestCode(testDb, { phone, username: '', purpose, address: unique('a') }))
  const lines = (await readFile(path.join(env().dataDir, 'outbox', 'sms.jsonl'), 'utf8')).trim().split('\n')
  const texts = lines.map((line) => JSON.parse(line)).filter((message) => message.phone === phone)
  return /\d{6}/.exec(texts.at(-1)?.text ?? '')?.[0] ?? ''
}

async function newcomer(school_id: number, extra: object = {}) {
  const phone = newPhone()
  return { school_id, username: unique('teacher'), password, phone, code: await codeTo(phone), ...extra }
}

async function closedSchool() {
  const { id } = await newSchool()
  await testDb.sql('UPDATE school SET takes_registrations = false WHERE id = $1', [id])
  return { school: id, admin: actorIn(id, 'school_admin') }
}

const accountsOf = async (school: number) =>
  testDb.sql<{ id: number; approved: boolean }>(
    'SELECT id, approved_at IS NOT NULL AS approved FROM account WHERE school_id = $1 ORDER BY id',
    [school],
  )
const codeIsUsed = async ({ phone }: { phone: string }) => {
  const rows = await testDb.sql('SELECT 1 AS used FROM sms_code WHERE phone = $1 AND used_at IS NOT NULL', [phone])
  return rows.length > 0
}
const outcome = (result: Result<unknown>) =>
  result.ok
    ? 'ok'
    : result.failure.kind === 'refused'
      ? result.failure.reason
      : result.failure.kind === 'invalid'
        ? result.failure.issues.map(({ field, reason }) => `${field} ${reason}`).join()
        : result.failure.kind

test('invitation: one use in a closed school makes one account of ten at once', async () => {
  const { school, admin } = await closedSchool()
  const { token } = value(await createInvitation(testDb, admin, { auto_approve: true, most_uses: 1 }))
  const inputs = await Promise.all(Array.from({ length: 10 }, () => newcomer(school, { invitation: token })))
  const made = await Promise.all(inputs.map((input) => register(testDb, input, 'page')))
  expect(made.map(outcome).sort()).toEqual(['ok', ...Array(9).fill('school_id absent')])
  expect(await accountsOf(school)).toMatchObject([{ approved: true }])
  const used = await Promise.all(inputs.map(codeIsUsed))
  expect(used.filter(Boolean), 'who was not let in keeps the code').toHaveLength(1)
})

test('invitation: in an open school the nine without a use wait for approval', async () => {
  const { id: school } = await newSchool()
  const admin = actorIn(school, 'school_admin')
  const { token } = value(await createInvitation(testDb, admin, { auto_approve: true, most_uses: 1 }))
  const inputs = await Promise.all(Array.from({ length: 10 }, () => newcomer(school, { invitation: token })))
  const made = await Promise.all(inputs.map((input) => register(testDb, input, 'rest')))
  expect(made.map(outcome)).toEqual(Array(10).fill('ok'))
  expect((await accountsOf(school)).filter(({ approved }) => approved)).toHaveLength(1)
})

const given = (school_id: number) => ({
  ...{ school_id, username: unique('t'), password_hash: 'x', is_weak: false, phone: newPhone() },
  ...{ work_id: null, email: null, wechat: null, wants_grade: 0, wants_super: 0 },
})

test('admission: closed, revoked, expired or used up since it was looked at, nobody is made', async () => {
  const { school, admin } = await closedSchool()
  const invite = async () => value(await createInvitation(testDb, admin, {})).id
  const admitted = (invitation: number | null) => admit(testDb, given(school), invitation)
  expect(await admitted(null), 'closed since').toBeUndefined()
  const revoked = await invite()
  value(await revokeInvitation(testDb, admin, { id: revoked }))
  expect(await admitted(revoked), 'revoked since').toBeUndefined()
  const expired = await invite()
  await testDb.sql("UPDATE invitation SET expires_at = now() - interval '1 ms' WHERE id = $1", [expired])
  expect(await admitted(expired), 'expired since').toBeUndefined()
  const foreign = await invite()
  const other = await closedSchool()
  expect(await admit(testDb, given(other.school), foreign), 'of another school').toBeUndefined()
  expect([...(await accountsOf(school)), ...(await accountsOf(other.school))]).toEqual([])
  expect(await admitted(await invite())).toEqual(expect.any(Number))
})

async function newAccount(school: number, extra: object = {}) {
  return testDb.prisma.account.create({
    data: { schoolId: school, username: unique('t'), passwordHash: 'x', phone: newPhone(), ...extra },
  })
}

test('approvals: one account twice and two accounts as one teacher, at once and in both orders', async () => {
  const { id: school, operator } = await newSchool()
  const admin = actorIn(school, 'school_admin')
  const teacher = () => newStudent(operator, { role: 2, graduates_in: null })
  const as = (id: number, person: number | 'none') => ({ id, person, grant_grade: false, grant_super: false })
  const one = await newAccount(school)
  const twice = await Promise.all(Array.from({ length: 6 }, () => approve(testDb, admin, [as(one.id, 'none')])))
  expect(twice.map(outcome).sort()).toEqual([...Array(5).fill('decided_already'), 'ok'])

  const person = await teacher()
  const many = await Promise.all(Array.from({ length: 6 }, () => newAccount(school)))
  const matched = await Promise.all(many.map(({ id }) => approve(testDb, admin, [as(id, person.id)])))
  expect(matched.map(outcome).sort()).toEqual([...Array(5).fill('matched_already'), 'ok'])

  const [a, b, c, d] = await Promise.all(Array.from({ length: 4 }, () => newAccount(school)))
  const [x, y] = [await teacher(), await teacher()]
  if (!a || !b || !c || !d) throw new Error('four accounts were to be made')
  const crossed = await Promise.all([
    approve(testDb, admin, [as(a.id, x.id), as(b.id, y.id)]),
    approve(testDb, admin, [as(c.id, y.id), as(d.id, x.id)]),
  ])
  expect(crossed.map(outcome).sort()).toEqual(['matched_already', 'ok'])
})

test('approvals: approved and refused at once is one of the two', async () => {
  const { id: school } = await newSchool()
  const admin = actorIn(school, 'school_admin')
  for (let n = 0; n < 5; n++) {
    const { id } = await newAccount(school)
    await Promise.all([
      approve(testDb, admin, [{ id, person: 'none', grant_grade: false, grant_super: false }]),
      refuse(testDb, admin, { ids: [id], reason: '' }),
    ])
    const [row] = await testDb.sql<{ both: boolean }>(
      'SELECT approved_at IS NOT NULL AND refused_at IS NOT NULL AS both FROM account WHERE id = $1',
      [id],
    )
    expect(row?.both).toBe(false)
  }
})

test('reset link: twenty at once set one password; disabled or expired since, it sets none', async () => {
  const { id: school } = await newSchool()
  const admin = actorIn(school, 'school_admin')
  const account = await newAccount(school, { approvedAt: new Date() })
  const { token } = value(await createResetLink(testDb, admin, account))
  const used = await Promise.all(Array.from({ length: 20 }, () => resetByLink(testDb, { token, password })))
  expect(used.map(outcome).sort()).toEqual([...Array(19).fill('link_used'), 'ok'])

  const second = newSecret()
  const expiresAt = new Date(Date.now() + 60_000)
  await testDb.prisma.oneTimeLink.create({
    data: { purpose: 'password', accountId: account.id, tokenHash: digest(second), expiresAt },
  })
  const racing = resetByLink(testDb, { token: second, password })
  await testDb.sql('UPDATE account SET is_active = false WHERE id = $1', [account.id])
  expect(outcome(await racing)).toBe('link_used')
})

test('reset code: a phone that is somebody else’s by now changes no password', async () => {
  const { id: school } = await newSchool()
  const account = await newAccount(school, { approvedAt: new Date() })
  const code = await codeTo(account.phone, 'password')
  const racing = resetByCode(testDb, { phone: account.phone, code, password })
  await testDb.sql('UPDATE account SET phone = $2 WHERE id = $1', [account.id, newPhone()])
  expect(outcome(await racing)).toBe('code wrong_code')
})
