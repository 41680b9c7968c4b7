import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { beforeEach, describe, expect, test } from 'vitest'
import { env } from '@/infra/env'
import { hashPassword } from '@/infra/hashing'
import { newSchool, testDb, unique } from '@/testing/factories'
import { type Answer, post, postAndDie } from '@/testing/posts'
import { POST as postCheck } from './check'
import { POST as postLogin } from './login'
import { POST as postRegister } from './register'
import { POST as postCode } from './vertifications'

const password = 'Tidy-Lamp-42-River'
let serial = Math.floor(Math.random() * 10_000_000)
const newPhone = () => `101${String(serial++).padStart(8, '0')}`

let key: string
let address: string
beforeEach(() => {
  key = unique('k')
  address = unique('a')
})
const headers = () => ({ 'idempotency-key': key, 'x-client-address': address })
const replayed = ({ headers: given }: Answer) => given.get('idempotency-replayed')

async function messagesTo(phone: string): Promise<string[]> {
  const text = await readFile(path.join(env().dataDir, 'outbox', 'sms.jsonl'), 'utf8')
  const messages = text.trim().split('\n')
  return messages.map((line) => JSON.parse(line)).flatMap((each) => (each.phone === phone ? [each.text] : []))
}

/** The body of a registration, its code sent and known. */
async function newcomer() {
  const [{ id: school_id }, phone, username] = [await newSchool(), newPhone(), unique('教师')]
  await post(postCode, {
    path: '/vertifications/',
    body: { username, phone },
    headers: { 'x-client-address': address },
  })
  const sms_code = /\d{6}/.exec((await messagesTo(phone)).at(-1) ?? '')?.[0]
  return { school_id, phone, username, password, sms_code }
}
const register = (body: object) => post(postRegister, { path: '/users/register/', body, headers: headers() })
const accountsOf = (username: string) => testDb.prisma.account.count({ where: { username } })

test('a code is sent once; a refusal that passes is not kept', async () => {
  const [phone, username] = [newPhone(), unique('教师')]
  const send = () => post(postCode, { path: '/vertifications/', body: { username, phone }, headers: headers() })
  const [first, second] = [await send(), await send()]
  expect([first.status, second.status, second.body]).toEqual([200, 200, first.body])
  expect([replayed(first), replayed(second)]).toEqual([null, 'true'])
  expect(await messagesTo(phone)).toHaveLength(1)

  key = unique('k')
  const tooSoon = await send()
  expect([tooSoon.status, tooSoon.body]).toEqual([403, expect.stringContaining('发送过于频繁')])
  await testDb.sql("UPDATE sms_code SET created_at = created_at - interval '61 s' WHERE phone = $1", [phone])
  expect([(await send()).status, (await messagesTo(phone)).length]).toEqual([200, 2])
})

test('a registration is answered the same again, its token too', async () => {
  const body = await newcomer()
  const first = await register(body)
  const second = await register(body)
  expect([first.status, second.status, second.body]).toEqual([201, 201, first.body])
  expect([replayed(first), replayed(second)]).toEqual([null, 'true'])
  expect(first.json).toMatchObject({ token: expect.any(String) })
  const other = await register({ ...body, username: unique('教师') })
  expect([other.status, other.json]).toEqual([422, { detail: '该 Idempotency-Key 已经用于另一个请求。' }])
  address = unique('a')
  const elsewhere = await register(body)
  expect([elsewhere.status, replayed(elsewhere)], 'another caller’s key').toEqual([400, null])
})

test('of an account that was deleted or erased since, a kept registration shows nothing', async () => {
  for (const gone of [
    'UPDATE account SET deleted_at = now() WHERE username = $1',
    'DELETE FROM account WHERE username = $1',
  ]) {
    key = unique('k')
    const body = await newcomer()
    expect((await register(body)).status).toBe(201)
    await testDb.sql(gone, [body.username])
    const again = await register(body)
    expect([again.status, again.json, replayed(again)]).toEqual([404, { detail: '未找到。' }, 'true'])
  }
})

test('a kept sign-in whose token has ended is refused as a new one would be', async () => {
  const body = await newcomer()
  expect((await register(body)).status).toBe(201)
  key = unique('k')
  const given = { username: body.username, password }
  const send = () => post(postLogin, { path: '/users/login/', body: given, headers: headers() })
  const first = await send()
  expect([first.status, (await send()).body]).toEqual([200, first.body])
  await testDb.sql('UPDATE account SET session_version = session_version + 1 WHERE username = $1', [body.username])
  const ended = await send()
  expect([ended.status, ended.json]).toEqual([400, { non_field_errors: ['无法使用提供的认证信息登录。'] }])
})

test('a form’s boundary is no other body', async () => {
  const body = await newcomer()
  const send = async () => {
    const form = new FormData()
    for (const [name, value] of Object.entries(body)) form.set(name, String(value))
    const request = new Request('http://localhost/users/register', { method: 'POST', body: form, headers: headers() })
    const answer = await postRegister(request, { params: Promise.resolve({}) })
    return { status: answer.status, text: await answer.text() }
  }
  const first = await send()
  expect(first.status).toBe(201)
  expect(await send()).toEqual(first)
})

test('fifty registrations at once by one key make one account', async () => {
  const body = await newcomer()
  const answers = await Promise.all(Array.from({ length: 50 }, () => register(body)))
  const done = answers.filter(({ status }) => status === 201)
  expect(done.length + answers.filter(({ status }) => status === 409).length).toBe(50)
  expect(new Set(done.map((answer) => answer.body)).size).toBe(1)
  const busy = answers.find(({ status }) => status === 409)
  if (busy) expect([busy.headers.get('retry-after'), Object.keys(Object(busy.json))]).toEqual(['1', ['detail']])
  expect(await accountsOf(body.username)).toBe(1)
})

test('a sign-in gives the same token again; a wrong one is tried anew', async () => {
  const { id: schoolId } = await newSchool()
  const username = unique('教师')
  const { id } = await testDb.prisma.account.create({ data: { schoolId, username, approvedAt: new Date() } })
  const send = () => post(postLogin, { path: '/users/login/', body: { username, password }, headers: headers() })
  const wrong = await send()
  expect([wrong.status, wrong.json]).toEqual([400, { non_field_errors: ['无法使用提供的认证信息登录。'] }])
  await testDb.prisma.account.update({ where: { id }, data: { passwordHash: await hashPassword(password) } })
  const [right, again] = [await send(), await send()]
  expect([right.status, again.body, replayed(again)]).toEqual([200, right.body, 'true'])
})

test('a name is looked up once', async () => {
  const { id: schoolId } = await newSchool()
  const username = unique('教师')
  const body = { username, school_id: schoolId }
  const send = () => post(postCheck, { path: '/users/check/', body, headers: headers() })
  expect((await send()).json).toEqual({ msg: '用户名可用' })
  await testDb.prisma.account.create({ data: { schoolId, username } })
  const again = await send()
  expect([again.json, replayed(again)]).toEqual([{ msg: '用户名可用' }, 'true'])
  key = unique('k')
  expect((await send()).status).toBe(403)
})

test('a key that is none is refused in the contract’s shape; a page elsewhere may send one', async () => {
  key = 'a b'
  const bad = await post(postCheck, { path: '/users/check/', body: {}, headers: headers() })
  expect([bad.status, bad.json]).toEqual([400, { detail: '请求头 Idempotency-Key 是无效的。' }])
  expect(bad.headers.get('access-control-allow-headers')).toContain('idempotency-key')
  expect(bad.headers.get('access-control-expose-headers')).toContain('Idempotency-Replayed')
})

describe('a process that dies', () => {
  const route = 'src/rest/excourse/register.ts'
  const die = (moment: 'before' | 'after', body: object) =>
    postAndDie(route, moment, { path: '/users/register/', body, headers: headers() })

  test('after the commit, before it could answer, has its answer given by the next', async () => {
    const body = await newcomer()
    expect(await die('after', body)).toBe('SIGKILL')
    expect(await accountsOf(body.username)).toBe(1)
    const answer = await register(body)
    expect([answer.status, replayed(answer)]).toEqual([201, 'true'])
    expect(answer.json).toMatchObject({ username: body.username, token: expect.any(String) })
  })

  test('before the commit has done nothing, and its claim lapses', async () => {
    const body = await newcomer()
    expect(await die('before', body)).toBe('SIGKILL')
    expect(await accountsOf(body.username)).toBe(0)
    expect((await register(body)).status, 'it could still be at work').toBe(409)
    await testDb.sql("UPDATE kept_answer SET expires_at = expires_at - interval '60 s' WHERE claim IS NOT NULL")
    expect((await register(body)).status).toBe(201)
    expect(await accountsOf(body.username)).toBe(1)
  })
})
