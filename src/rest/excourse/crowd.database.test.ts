import { afterEach, beforeAll, expect, test } from 'vitest'
import { authHandler } from '@/auth/route'
import { digest, hashPassword } from '@/infra/hashing'
import { slotIn } from '@/infra/queue/queue'
import { newSchool, testDb, unique } from '@/testing/factories'
import { handled } from '@/testing/signed-in'
import { handleTrpc } from '@/trpc/handler'
import { POST } from './login'

const password = 'Tidy-Lamp-42-River'
let school: number
let passwordHash: string
beforeAll(async () => {
  school = (await newSchool()).id
  passwordHash = await hashPassword(password)
})

async function newAccounts(count: number): Promise<string[]> {
  const names = Array.from({ length: count }, () => unique('crowd'))
  const of = { schoolId: school, passwordHash, approvedAt: new Date() }
  await testDb.prisma.account.createMany({ data: names.map((username) => ({ ...of, username })) })
  return names
}

const headers = (address: string) => ({
  ...{ 'content-type': 'application/json', 'sec-fetch-site': 'same-origin' },
  'x-client-address': address,
})
const logIn = (username: string, address: string, signal?: AbortSignal) =>
  POST(
    new Request('http://site/users/login/', {
      ...{ method: 'POST', headers: headers(address), body: JSON.stringify({ username, password }) },
      ...(signal ? { signal } : {}),
    }),
    { params: Promise.resolve({}) },
  )

const leaving: (() => void)[] = []
afterEach(() => {
  for (const leave of leaving.splice(0)) leave()
})

/** Fills the slots, and the room to wait of a network; answers a function that frees all of it. */
async function fill(network: string): Promise<void> {
  for (const turn of ['x', 'y']) leaving.push(await slotIn('hash', { turn }))
  for (let n = 0; n < 200; n++) {
    const gone = new AbortController()
    const waiting = slotIn('hash', { turn: network, signal: gone.signal })
    waiting.then(
      (leave) => leave(),
      () => {},
    )
    leaving.push(() => gone.abort())
  }
}

test('200 people sign in at once from one address, and none is turned away', { timeout: 120_000 }, async () => {
  const names = await newAccounts(200)
  const answers = await Promise.all(names.map((name) => logIn(name, '192.0.2.1')))
  expect(answers.map(({ status }) => status)).toEqual(names.map(() => 200))
})

test('a network whose room is full is told when to come again, by every transport', async () => {
  const [name = ''] = await newAccounts(1)
  await fill('192.0.2.2')
  const rest = await logIn(name, '192.0.2.2')
  expect([rest.status, rest.headers.get('retry-after'), await rest.json()]).toEqual([
    503,
    '5',
    { detail: '服务暂不可用。' },
  ])

  const at = 'http://site/api/auth'
  const opened = await authHandler(new Request(`${at}/csrf`))
  const { csrfToken } = await opened.json()
  const cookie = opened.headers
    .getSetCookie()
    .map((each) => each.split(';')[0])
    .join('; ')
  const page = await authHandler(
    new Request(`${at}/callback/credentials`, {
      method: 'POST',
      headers: { ...headers('192.0.2.2'), cookie },
      body: JSON.stringify({ csrfToken, json: 'true', username: name, password }),
    }),
  )
  expect([page.status, page.headers.get('retry-after')]).toEqual([503, '5'])
  expect((await page.json()).url).toContain('error=unavailable-5')
})

test('a full network takes no room of another', async () => {
  const [name = ''] = await newAccounts(1)
  await fill('192.0.2.3')
  const entered = logIn(name, '192.0.2.4')
  for (const leave of leaving.splice(0, 2)) leave()
  expect((await entered).status).toBe(200)
})

test('an IPv6 network is one network', async () => {
  const [name = ''] = await newAccounts(1)
  await fill('2001:db8::')
  expect((await logIn(name, '2001:db8::1:2:3:4')).status).toBe(503)
})

test('who leaves while waiting leaves the queue', async () => {
  const [name = ''] = await newAccounts(1)
  await fill('192.0.2.5')
  const gone = new AbortController()
  const answer = logIn(name, '192.0.2.6', gone.signal)
  gone.abort()
  expect((await answer).status).toBe(500)
  expect((await testDb.prisma.account.findFirst({ where: { username: name } }))?.lastLoginAt).toBeNull()
})

test('a registration that finds the queue full has used nothing up', async () => {
  const token = unique('t')
  await fill('192.0.2.7')
  const call = (body: object) =>
    handled(
      new Request('http://site/api/trpc/entry.resetByLink', {
        ...{ method: 'POST', headers: headers('192.0.2.7'), body: JSON.stringify({ json: body }) },
      }),
      async (request) => handleTrpc(request),
    )
  const { id } = await testDb.prisma.account.create({ data: { schoolId: school, username: unique('u') } })
  await testDb.prisma.oneTimeLink.create({
    data: { purpose: 'password', accountId: id, tokenHash: digest(token), expiresAt: new Date(Date.now() + 60_000) },
  })
  const answer = await call({ token, password: 'Quiet-Harbour-77-Lamp' })
  expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '5'])
  expect((await answer.json()).error.json.data.failure).toEqual({ kind: 'unavailable', seconds: 5, untouched: true })
  expect((await testDb.prisma.oneTimeLink.findFirst({ where: { accountId: id } }))?.usedAt).toBeNull()
})

test('an account has one hash at a time, and others pass it by', async () => {
  const [busy = '', free = ''] = await newAccounts(2)
  const { id } = await testDb.prisma.account.findFirstOrThrow({ where: { username: busy } })
  leaving.push(await slotIn('hash', { turn: 'x', lane: `account ${id}` }))
  const ended: string[] = []
  const waiting = logIn(busy, '192.0.2.8').then((answer) => {
    ended.push(busy)
    return answer
  })
  await logIn(free, '192.0.2.8').then(() => ended.push(free))
  for (const leave of leaving.splice(0)) leave()
  expect((await waiting).status).toBe(200)
  expect(ended).toEqual([free, busy])
})
