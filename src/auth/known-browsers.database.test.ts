import { parse } from 'cookie'
import { SignJWT } from 'jose'
import { beforeAll, expect, test } from 'vitest'
import { hashPassword } from '@/infra/hashing'
import { keyFor } from '@/infra/secret'
import { POST } from '@/rest/excourse/login'
import { newSchool, testDb, unique } from '@/testing/factories'
import { authHandler } from './route'

const password = 'Tall-Ladder-81'
let passwordHash: string
beforeAll(async () => {
  passwordHash = await hashPassword(password)
})

async function newAccount() {
  const { id: schoolId } = await newSchool()
  const data = { schoolId, username: unique('u'), passwordHash, approvedAt: new Date() }
  const { id, username } = await testDb.prisma.account.create({ data })
  return { id, username: username ?? '' }
}

let serial = Math.floor(Math.random() * 2 ** 30)
const newAddress = () => `2001:db9:${(serial >> 16).toString(16)}:${(serial++ & 0xffff).toString(16)}::1`

/** The cookie by which a browser is known, as an answer sets it. */
const knownOf = (answer: Response) => answer.headers.getSetCookie().find((each) => each.startsWith('mingce-known='))
const sent = (setCookie: string | undefined) => setCookie?.split(';')[0] ?? ''

type How = { cookie?: string; address?: string; headers?: Record<string, string> }

async function byPage(username: string, given: string, { cookie = '', address = newAddress() }: How = {}) {
  const at = 'http://site/api/auth'
  const opened = await authHandler(new Request(`${at}/csrf`))
  const { csrfToken } = await opened.json()
  const cookies = [...opened.headers.getSetCookie().map(sent), cookie].filter(Boolean).join('; ')
  const body = new URLSearchParams({ csrfToken, username, password: given, json: 'true' })
  const headers = { cookie: cookies, 'x-client-address': address, 'sec-fetch-site': 'same-origin' }
  return authHandler(new Request(`${at}/callback/credentials`, { method: 'POST', headers, body }))
}

const byRest = (username: string, given: string, { cookie = '', address = newAddress(), headers = {} }: How = {}) =>
  POST(
    new Request('http://site/users/login/', {
      method: 'POST',
      headers: {
        ...{ 'content-type': 'application/json', 'x-client-address': address, cookie, host: 'school.lan' },
        ...{ origin: 'http://school.lan', ...headers },
      },
      body: JSON.stringify({ username, password: given }),
    }),
    { params: Promise.resolve({}) },
  )

/** Uses up what strangers may guess at an account in an hour: from one network ten, a hundred in all. */
async function burn(username: string, networks = 10) {
  const addresses = Array.from({ length: networks }, newAddress)
  for (const address of addresses)
    for (let n = 0; n < 10; n++) expect((await byRest(username, 'wrong', { address })).status).toBe(400)
  return addresses[0] ?? ''
}

test.each([
  ['a page', byPage],
  ['REST', byRest],
])('who signed in by %s gets in from that browser while strangers use up every other count', async (_, enter) => {
  const { username } = await newAccount()
  const first = await enter(username, password)
  const cookie = sent(knownOf(first))
  expect(knownOf(first)).toMatch(/; Path=\/; Max-Age=7776000; HttpOnly; SameSite=Strict$/)
  await burn(username)
  expect((await byRest(username, password)).status).toBe(429)
  expect((await byPage(username, password)).status).toBe(429)
  expect((await byRest(username, password, { cookie })).status).toBe(200)
  expect((await byPage(username, password, { cookie })).status).toBe(200)
})

test('a page that guessed too often is told in how many seconds it may go on', async () => {
  const { username } = await newAccount()
  const address = newAddress()
  for (let n = 0; n < 10; n++) expect((await byPage(username, 'wrong', { address })).status).toBe(401)
  const refused = await byPage(username, password, { address })
  const seconds = Number(refused.headers.get('retry-after'))
  expect([refused.status, seconds > 800, seconds <= 900]).toEqual([429, true, true])
  expect((await refused.json()).url).toContain(`error=throttled-${seconds}`)
})

test('the cookie of one account is none of another’s, nor is one that somebody made', async () => {
  const [mine, victim] = [await newAccount(), await newAccount()]
  const cookie = sent(knownOf(await byPage(mine.username, password)))
  const address = await burn(victim.username, 1)
  const [name = '', token = ''] = Object.entries(parse(cookie))[0] ?? []
  const [head, claims, signature] = token.split('.')
  const read = JSON.parse(Buffer.from(claims ?? '', 'base64url').toString())
  read.known[0][0] = victim.id
  const moved = Buffer.from(JSON.stringify(read)).toString('base64url')
  const none = Buffer.from(JSON.stringify({ alg: 'none' })).toString('base64url')
  const signedAs = (purpose: string, audience: string) =>
    new SignJWT(read).setProtectedHeader({ alg: 'HS256' }).setAudience(audience).sign(keyFor(purpose))
  const forged = [
    token,
    `${head}.${moved}.${signature}`,
    `${none}.${moved}.`,
    await signedAs('account token', 'mingce:known-browsers'),
    await signedAs('known browsers', 'mingce:accounts'),
    'x',
  ]
  for (const each of forged)
    expect((await byRest(victim.username, password, { address, cookie: `${name}=${each}` })).status).toBe(429)
})

test('a browser is known to the last sixteen accounts, and a page of another site adds none', async () => {
  const accounts: string[] = []
  let cookie = ''
  for (let n = 0; n < 18; n++) {
    const { username } = await newAccount()
    accounts.push(username)
    cookie = sent(knownOf(await byRest(username, password, { cookie })))
  }
  expect(cookie.length).toBeLessThan(2500)
  const [first = '', , third = ''] = accounts
  for (const [username, status] of [
    [first, 429],
    [third, 200],
  ] as const) {
    const address = await burn(username, 1)
    expect((await byRest(username, password, { address, cookie })).status).toBe(status)
  }
  const others: Record<string, string>[] = [
    { 'sec-fetch-site': 'cross-site' },
    { origin: 'http://evil.example' },
    { origin: 'null' },
  ]
  for (const headers of others) {
    const foreign = await byRest(third, password, { cookie, headers })
    expect([foreign.status, knownOf(foreign)]).toEqual([200, undefined])
  }
})
