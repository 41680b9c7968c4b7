import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { env } from '@/infra/env'
import { hashPassword } from '@/infra/hashing'
import { actorIn, newSchool, testDb, unique, value } from '@/testing/factories'
import { phonesOf } from '../privacy/messages'
import {
  changeOwnPassword,
  changeOwnPhone,
  endOwnSessions,
  endSessionsOf,
  listOwnSessions,
  requestPhoneCode,
} from './own'
import { findAccount } from './queries'
import { createResetLink, findResetLink, requestReset, resetByCode, resetByLink } from './reset'
import { findSession, signIn } from './sessions'

const password = 'Tidy-Lamp-42-River'
const better = 'Calm-Maple-77-Stone'
let hash: string
beforeAll(async () => {
  hash = await hashPassword(password)
})

let serial = Math.floor(Math.random() * 10_000_000)
const newPhone = () => `102${String(serial++).padStart(8, '0')}`

async function somebody() {
  const { id: school } = await newSchool()
  const phone = newPhone()
  const data = {
    schoolId: school,
    username: unique('教师'),
    passwordHash: hash,
    phone,
    phoneState: 'proven',
    approvedAt: new Date(),
  }
  const { id, username } = await testDb.prisma.account.create({ data })
  const from = async (userAgent: string) => {
    const signed = await signIn(testDb, { username: username ?? '', password, userAgent, address: '' })
    return value(signed)?.sessionId ?? ''
  }
  const tokenId = await from('this')
  const elsewhere = await from('elsewhere')
  return {
    school,
    id,
    username: username ?? '',
    phone,
    elsewhere,
    tokenId,
    actor: actorIn(school, 'teacher', undefined, { accountId: id, tokenId }),
    admin: actorIn(school, 'school_admin'),
  }
}

const lives = async (session: string) => (await findSession(testDb, session)) !== undefined
const enters = async (username: string, given: string) =>
  value(await signIn(testDb, { username, password: given, userAgent: '', address: unique('a') })) !== undefined

/** A message may leave after the answer: it is waited for. */
async function codeTo(phone: string): Promise<string> {
  for (const end = Date.now() + 5000; Date.now() < end; ) {
    const text = await readFile(path.join(env().dataDir, 'outbox', 'sms.jsonl'), 'utf8').catch(() => '')
    const last = text
      .split('\n')
      .filter((line) => line.includes(phone))
      .at(-1)
    const code = /验证码：(\d{6})/.exec(last ?? '')?.[1]
    if (code) return code
    await new Promise((done) => setTimeout(done, 20))
  }
  throw new Error('no message')
}

test('a changed password ends every other session, and must be a good one', async () => {
  const { actor, tokenId, elsewhere, username } = await somebody()
  expect(await changeOwnPassword(testDb, actor, { current: 'wrong', password: better })).toMatchObject({
    failure: { issues: [{ field: 'current', reason: 'wrong_password' }] },
  })
  for (const [given, reason] of [
    ['short', 'too_short'],
    ['12345678', 'too_common'],
    [`${username}1`, 'like_name'],
  ]) {
    expect(await changeOwnPassword(testDb, actor, { current: password, password: given ?? '' }), given).toMatchObject({
      failure: { issues: [{ field: 'password', reason }] },
    })
  }
  value(await changeOwnPassword(testDb, actor, { current: password, password: better }))
  expect([await lives(tokenId), await lives(elsewhere)]).toEqual([true, false])
  expect([await enters(username, password), await enters(username, better)]).toEqual([false, true])
})

test('one sees where one is signed in, and ends one or all others', async () => {
  const { actor, tokenId, elsewhere } = await somebody()
  const stranger = await somebody()
  expect(
    value(await listOwnSessions(testDb, actor))
      .map(({ user_agent, is_this }) => [user_agent, is_this])
      .sort(),
  ).toEqual([
    ['elsewhere', false],
    ['this', true],
  ])
  expect(value(await endOwnSessions(testDb, actor, { id: stranger.elsewhere })), 'somebody else’s').toEqual({
    count: 0,
  })
  expect(value(await endOwnSessions(testDb, actor, {}))).toEqual({ count: 1 })
  expect([await lives(tokenId), await lives(elsewhere), await lives(stranger.elsewhere)]).toEqual([true, false, true])
})

test('an administrator ends all sessions of an account', async () => {
  const { id, admin, tokenId, elsewhere } = await somebody()
  value(await endSessionsOf(testDb, admin, { id }))
  expect([await lives(tokenId), await lives(elsewhere)]).toEqual([false, false])
})

test('a phone changes by a code to the new phone', async () => {
  const { actor, school, id } = await somebody()
  const phone = newPhone()
  value(await requestPhoneCode(testDb, actor, { phone, address: unique('a') }))
  const code = await codeTo(phone)
  expect(await changeOwnPhone(testDb, actor, { phone: newPhone(), code })).toMatchObject({
    failure: { issues: [{ reason: 'wrong_code' }] },
  })
  const former = (await findAccount(testDb, school, id))?.phone ?? ''
  value(await changeOwnPhone(testDb, actor, { phone, code }))
  expect((await findAccount(testDb, school, id))?.phone).toBe(phone)
  const held = await phonesOf(testDb, school, { people: [], accounts: [id] })
  expect(held.includes(former) && held.includes(phone), 'an erasure finds both').toBe(true)
  expect(await changeOwnPhone(testDb, actor, { phone, code }), 'used').toMatchObject({
    failure: { issues: [{ reason: 'wrong_code' }] },
  })
})

test('a forgotten password is set anew by a code; nothing is sent to a phone nobody here has', async () => {
  const { phone, username, elsewhere } = await somebody()
  value(await requestReset(testDb, { phone, address: unique('a') }))
  const code = await codeTo(phone)
  expect(await resetByCode(testDb, { phone, code, password: '123' })).toMatchObject({
    failure: { issues: [{ field: 'password' }] },
  })
  value(await resetByCode(testDb, { phone, code, password: better }))
  expect([await enters(username, better), await lives(elsewhere)]).toEqual([true, false])
  expect((await resetByCode(testDb, { phone, code, password })).ok, 'used').toBe(false)
  const nobody = newPhone()
  value(await requestReset(testDb, { phone: nobody, address: unique('a') }))
  const outbox = await readFile(path.join(env().dataDir, 'outbox', 'sms.jsonl'), 'utf8')
  expect(outbox).not.toContain(nobody)
})

test('an administrator’s link sets a new password once', async () => {
  const { id, admin, username } = await somebody()
  const { token } = value(await createResetLink(testDb, admin, { id }))
  expect(await findResetLink(testDb, token)).toMatchObject({ username })
  value(await resetByLink(testDb, { token, password: better }))
  expect(await enters(username, better)).toBe(true)
  expect(await resetByLink(testDb, { token, password })).toMatchObject({ failure: { reason: 'link_used' } })
  const stranger = await somebody()
  expect(await createResetLink(testDb, admin, { id: stranger.id })).toMatchObject({ failure: { kind: 'not_found' } })
})
