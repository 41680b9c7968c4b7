import { randomUUID } from 'node:crypto'
import { SignJWT } from 'jose'
import { beforeAll, expect, test } from 'vitest'
import { issueAccountToken, logIn } from '@/auth/account-token'
import { updateAccount } from '@/domain/accounts/update'
import { hashPassword } from '@/infra/hashing'
import { keyFor } from '@/infra/secret'
import { actorIn, newSchool, testDb, unique, value } from '@/testing/factories'
import { DELETE, GET, PUT } from './user-by-id'

const password = 'Tidy-Lamp-42-River'
let hash: string
let school: number
beforeAll(async () => {
  hash = await hashPassword(password)
  school = (await newSchool()).id
})

async function newAccount(data: object = {}) {
  const username = unique('教师')
  const row = await testDb.prisma.account.create({
    data: { schoolId: school, username, passwordHash: hash, approvedAt: new Date(), ...data },
  })
  return {
    id: row.id,
    username,
    email: null,
    token: await issueAccountToken(testDb, { id: row.id, username, email: null }),
  }
}

async function get(id: number | string, authorization?: string, handler = GET, init: RequestInit = {}) {
  const headers = { ...(authorization === undefined ? {} : { authorization }), ...init.headers }
  const request = new Request(`http://localhost/users/${id}/`, { ...init, headers })
  const response = await handler(request, { params: Promise.resolve({ pk: String(id) }) })
  return { status: response.status, body: await response.json(), headers: response.headers }
}
const put = (id: number, token: string, body: object) =>
  get(id, `JWT ${token}`, PUT, {
    method: 'PUT',
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/json' },
  })

const sign = (claims: object, options: { alg?: string; key?: Uint8Array; exp?: number; aud?: string } = {}) => {
  const exp = options.exp ?? Math.floor(Date.now() / 1000) + 60
  const payload = { ...claims, exp, aud: options.aud ?? 'mingce:accounts', jti: randomUUID(), sv: 1 }
  return new SignJWT(payload)
    .setProtectedHeader({ typ: 'JWT', alg: options.alg ?? 'HS256' })
    .sign(options.key ?? keyFor('account token'))
}

test('why a token is none is said in the original’s words', async () => {
  const { id, token } = await newAccount()
  const stranger = await newAccount({ isActive: false })
  const none = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${Buffer.from(JSON.stringify({ user_id: id })).toString('base64url')}.`
  const table: [string | undefined, string][] = [
    [undefined, '身份认证信息未提供。'],
    [`Basic ${token}`, '身份认证信息未提供。'],
    ['JWT', 'Invalid Authorization header. No credentials provided.'],
    ['JWT a b', 'Invalid Authorization header. Credentials string should not contain spaces.'],
    ['JWT nonsense', 'Error decoding signature.'],
    [`JWT ${token.slice(0, -2)}xx`, 'Error decoding signature.'],
    [`JWT ${await sign({ user_id: id }, { key: keyFor('access token') })}`, 'Error decoding signature.'],
    [`JWT ${await sign({ user_id: id }, { exp: 1 })}`, 'Signature has expired.'],
    [`JWT ${await sign({ user_id: id }, { alg: 'HS512' })}`, '不正确的身份认证信息。'],
    [`JWT ${none}`, '不正确的身份认证信息。'],
    [`JWT ${await sign({ user_id: id }, { aud: 'another product' })}`, '不正确的身份认证信息。'],
    [`JWT ${await sign({ user_id: 2_000_000_000 })}`, 'Invalid signature.'],
    [`JWT ${stranger.token}`, 'User account is disabled.'],
  ]
  for (const [authorization, detail] of table) {
    const { status, body, headers } = await get(id, authorization)
    expect([status, body, headers.get('www-authenticate')], authorization).toEqual([401, { detail }, 'JWT realm="api"'])
  }
  for (const scheme of ['JWT', 'jwt', 'Bearer']) expect((await get(id, `${scheme} ${token}`)).status, scheme).toBe(200)
})

test('the claims begin as the original’s do, and a token lasts a day', async () => {
  const { id, token } = await newAccount()
  const [header, claims] = token.split('.', 2).map((part) => Buffer.from(part, 'base64url').toString())
  expect(header).toBe('{"typ":"JWT","alg":"HS256"}')
  expect(Object.keys(JSON.parse(claims ?? '')).slice(0, 4)).toEqual(['user_id', 'username', 'exp', 'email'])
  expect(JSON.parse(claims ?? '').exp - Math.floor(Date.now() / 1000)).toBeGreaterThan(86_398)
  expect(JSON.parse(claims ?? '').user_id).toBe(id)
})

test('a password, a role, disabling and deletion end what was begun before; the changer stays', async () => {
  const admin = actorIn(school, 'school_admin')
  const alive = async (id: number, token: string) => (await get(id, `JWT ${token}`)).status === 200
  const one = await newAccount()
  const other = value(await logIn(testDb, { username: one.username, password, address: unique('a') }))
  expect((await put(one.id, one.token, { password: 'Calm-Maple-77-Stone' })).status).toBe(200)
  expect([await alive(one.id, one.token), await alive(one.id, other?.answer.token ?? '')]).toEqual([true, false])
  value(await updateAccount(testDb, admin, one.id, { is_grade: 2 }))
  expect(await alive(one.id, one.token), 'kept for the password, not for the role').toBe(false)
  const two = await newAccount()
  value(await updateAccount(testDb, admin, two.id, { is_active: false }))
  expect((await get(two.id, `JWT ${two.token}`)).body).toEqual({ detail: 'User account is disabled.' })
  const three = await newAccount()
  await testDb.sql('UPDATE account SET deleted_at = now() WHERE id = $1', [three.id])
  expect((await get(three.id, `JWT ${three.token}`)).body).toEqual({ detail: 'Invalid signature.' })
})

test('what is asked is answered in the order 401, 404, 403, 405, 400', async () => {
  const { id, token } = await newAccount()
  const other = await newAccount()
  const stranger = await newSchool()
  const foreign = await testDb.prisma.account.create({ data: { schoolId: stranger.id, username: unique('u') } })
  for (const pk of [foreign.id, 'abc', 0]) expect((await get(pk, `JWT ${token}`)).body).toEqual({ detail: '未找到。' })
  expect((await put(other.id, token, { username: '' })).body).toEqual({ msg: '您只能修改自己的信息!' })
  const removed = await get(id, `JWT ${token}`, DELETE, { method: 'DELETE' })
  expect([removed.status, removed.body, removed.headers.get('allow')]).toEqual([
    405,
    { detail: '方法 “DELETE” 不被允许。' },
    'GET, PUT, PATCH, OPTIONS',
  ])
  expect((await get(id, undefined, DELETE, { method: 'DELETE' })).status).toBe(401)
  expect((await get(id, `JWT ${token}`, GET, { headers: { accept: 'text/html' } })).body).toEqual({
    detail: '无法满足Accept HTTP头的请求。',
  })
})

test('whoever waits for approval, or has a weak password, has only themself', async () => {
  const other = await newAccount()
  for (const data of [{ approvedAt: null }, { isWeak: true, isSuper: 1 }]) {
    const { id, token } = await newAccount(data)
    expect((await get(id, `JWT ${token}`)).status).toBe(200)
    expect((await get(other.id, `JWT ${token}`)).body).toEqual({ detail: '您没有执行该操作的权限。' })
    expect((await put(id, token, { wechat: 'wx' })).body).toMatchObject({ wechat: 'wx' })
  }
  const weak = await newAccount({ isWeak: true })
  await put(weak.id, weak.token, { password: 'Calm-Maple-77-Stone' })
  expect((await get(other.id, `JWT ${weak.token}`)).status).toBe(200)
})

test('what is read can be sent back whole; an empty change touches the time', async () => {
  const { id, token } = await newAccount()
  const { body } = await get(id, `JWT ${token}`)
  const same = await put(id, token, body)
  expect(same.status, JSON.stringify(same.body)).toBe(200)
  expect(
    value(await logIn(testDb, { username: body.username, password, address: unique('a') })),
    'the masked password is no password',
  ).toBeDefined()
  const touched = (await put(id, token, {})).body
  expect(touched.update_time > body.update_time).toBe(true)
})

test('field errors are the original’s, all at once', async () => {
  const { id, token } = await newAccount()
  const taken = await newAccount()
  const bad = await put(id, token, {
    username: 'a b',
    phone: '123',
    email: '',
    work_id: 'x'.repeat(26),
    wechat: true,
    password: null,
  })
  expect([bad.status, bad.body]).toEqual([
    400,
    {
      username: ['请输入合法用户名。只能包含字母，数字和@/./+/-/_ 字符。'],
      password: ['该字段不能为 null。'],
      phone: ['请输入有效的手机号。'],
      work_id: ['请确保这个字段不能超过 25 个字符。'],
      email: ['该字段不能为空。'],
      wechat: ['Not a valid string.'],
    },
  ])
  expect((await put(id, token, { username: taken.username })).body).toEqual({
    username: ['已存在一位使用该名字的用户。'],
  })
})

test('nobody makes themself an administrator, and the last one stays', async () => {
  const { id, operator } = await newSchool()
  const admin = await testDb.prisma.account.create({
    data: { schoolId: id, username: unique('u'), passwordHash: 'x', isSuper: 1, approvedAt: new Date() },
  })
  const token = await issueAccountToken(testDb, { id: admin.id, username: '', email: null })
  expect((await put(admin.id, token, { is_super: 0 })).status).toBe(400)
  expect((await put(admin.id, token, { is_active: false })).status).toBe(400)
  const second = await testDb.prisma.account.create({
    data: { schoolId: operator.schoolId, username: unique('u'), passwordHash: 'x', isSuper: 1, approvedAt: new Date() },
  })
  const both = await Promise.all([
    updateAccount(testDb, actorIn(id, 'school_admin'), admin.id, { is_super: 0 }),
    updateAccount(testDb, actorIn(id, 'school_admin'), second.id, { is_super: 0 }),
  ])
  expect(
    both.filter(({ ok }) => ok),
    'two who remove each other at once',
  ).toHaveLength(1)
  const { id: plain, token: mine } = await newAccount()
  expect(
    (await put(plain, mine, { is_super: 1, is_grade: 3, is_active: false, is_superuser: true })).body,
  ).toMatchObject({ is_super: 0, is_grade: 0, is_active: true, is_superuser: false })
})

test('GET /users/{pk}: of a colleague all keys stay, and contacts are empty', async () => {
  const contacts = {
    phone: `101${String(Date.now()).slice(-8)}`,
    workId: unique('w'),
    email: 'a@school.example',
    wechat: 'wx',
  }
  const { id, token: own } = await newAccount({ ...contacts, lastLoginAt: new Date(), isWeak: false })
  const { token: colleague } = await newAccount({ isGrade: 3 })
  const { token: admin } = await newAccount({ isSuper: 1 })
  const whole = await get(id, `JWT ${own}`)
  expect(whole.body).toMatchObject({ phone: contacts.phone, work_id: contacts.workId, email: contacts.email })
  expect((await get(id, `JWT ${admin}`)).body).toEqual(whole.body)
  const seen = await get(id, `JWT ${colleague}`)
  expect(seen.body).toEqual({ ...whole.body, phone: '', work_id: null, email: null, wechat: null, last_login: null })
  expect(Object.keys(seen.body)).toEqual(Object.keys(whole.body))
})

test('GET /users/{pk}: a registration that nobody has let in is 404 for colleagues, by PUT too', async () => {
  const { id } = await newAccount({ approvedAt: null })
  const { token } = await newAccount()
  expect((await get(id, `JWT ${token}`)).status).toBe(404)
  expect((await put(id, token, { email: 'a@school.example' })).status).toBe(404)
})

test('PUT /users/{pk}: a picture is no script', async () => {
  const { id, token } = await newAccount()
  const refused = await put(id, token, { icon: 'javascript:alert(1)' })
  expect(refused).toMatchObject({ status: 400, body: { icon: ['请输入合法的URL。'] } })
  expect((await put(id, token, { icon: 'https://cdn.example/a.png' })).status).toBe(200)
})
