import { expect, onTestFinished, test, vi } from 'vitest'
import { env } from '@/infra/env'
import { hashPassword } from '@/infra/hashing'
import { log } from '@/infra/log'
import { newSchool, testDb, unique } from '@/testing/factories'
import { authHandler } from './route'

const at = 'http://site/api/auth'
/** As a browser says by plain http that a page of ours calls. */
const ours = { host: 'site', origin: 'http://site' }
const form = 'application/x-www-form-urlencoded'
const cookiesOf = (answer: Response) => answer.headers.getSetCookie().map((each) => each.split(';')[0])
const isSession = (cookie?: string) => cookie?.startsWith('next-auth.session-token=')

async function newAccount() {
  const { id: schoolId } = await newSchool()
  const [username, password] = [unique('u'), 'Tall-Ladder-81']
  const passwordHash = await hashPassword(password)
  await testDb.prisma.account.create({ data: { schoolId, username, passwordHash, isSuper: 1, approvedAt: new Date() } })
  return { username, password }
}

/** What a page sends first: the token of its forms, and the cookies that come with it. */
async function opened() {
  const answer = await authHandler(new Request(`${at}/csrf`))
  const { csrfToken } = await answer.json()
  return { csrfToken: String(csrfToken), cookie: cookiesOf(answer).join('; ') }
}
async function signedIn(given: Record<string, unknown>, as: { json?: boolean; type?: string } = {}) {
  const { csrfToken, cookie } = await opened()
  const sent = { csrfToken, ...given, ...(as.json === false ? {} : { json: 'true' }) }
  const body = as.type ? JSON.stringify(sent) : new URLSearchParams(sent as Record<string, string>)
  const headers = { ...ours, cookie, 'content-type': as.type ?? form, 'user-agent': 'a browser' }
  return authHandler(new Request(`${at}/callback/credentials`, { method: 'POST', headers, body }))
}

test('signs in by a form and by JSON, and the cookie is a session’s', async () => {
  const account = await newAccount()
  for (const type of [undefined, 'application/json']) {
    const answer = await signedIn(account, type ? { type } : {})
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/json'])
    expect(await answer.json()).toEqual({ url: expect.stringMatching(/^http/) })
    const cookie = cookiesOf(answer).find(isSession) ?? ''
    const session = await authHandler(new Request(`${at}/session`, { headers: { cookie } }))
    const { sessionId } = await session.json()
    const row = await testDb.prisma.session.findUnique({ where: { id: sessionId }, include: { account: true } })
    expect([row?.account.username, row?.userAgent]).toEqual([account.username, 'a browser'])
  }
})

test('a page without scripts is led on instead of answered', async () => {
  const answer = await signedIn(await newAccount(), { json: false })
  expect([answer.status, await answer.text()]).toEqual([302, ''])
  expect(answer.headers.get('location')).toMatch(/^http/)
  expect(cookiesOf(answer).some(isSession)).toBe(true)
})

test('a wrong password is refused and leaves no session', async () => {
  const answer = await signedIn({ ...(await newAccount()), password: 'Tall-Ladder-82' })
  expect(answer.status).toBe(401)
  expect((await answer.json()).url).toContain('error=CredentialsSignin')
  expect(cookiesOf(answer).some(isSession)).toBe(false)
})

test('names and passwords that nobody has are refused as wrong ones', async () => {
  for (const username of ['a\u0000b', '']) {
    const answer = await signedIn({ username, password: 'Tall-Ladder-81' })
    expect([answer.status, (await answer.json()).url], username).toEqual([
      401,
      expect.stringContaining('CredentialsSignin'),
    ])
  }
  const odd = { username: ['a'], password: { a: 1 } }
  expect((await signedIn(odd, { type: 'application/json' })).status).toBe(401)
})

test('without the token of its forms nobody is signed in', async () => {
  const account = await newAccount()
  const body = new URLSearchParams({ ...account, csrfToken: 'x', json: 'true' })
  const answer = await authHandler(
    new Request(`${at}/callback/credentials`, { method: 'POST', headers: { ...ours, 'content-type': form }, body }),
  )
  expect(cookiesOf(answer).some(isSession)).toBe(false)
})

test('a body that is not what it says it is, is refused', async () => {
  for (const body of ['{"username":', '"a text"', '[1', 'null']) {
    const headers = { ...ours, 'content-type': 'application/json' }
    const asked = new Request(`${at}/callback/credentials`, { method: 'POST', headers, body })
    expect((await authHandler(asked)).status, body).toBe(400)
  }
})

test('signing out ends the session and takes the cookie back', async () => {
  const cookie = cookiesOf(await signedIn(await newAccount())).find(isSession) ?? ''
  const { sessionId } = await (await authHandler(new Request(`${at}/session`, { headers: { cookie } }))).json()
  const { csrfToken, cookie: form } = await opened()
  const headers = { ...ours, cookie: `${form}; ${cookie}`, 'content-type': 'application/x-www-form-urlencoded' }
  const body = new URLSearchParams({ csrfToken, json: 'true' })
  const answer = await authHandler(new Request(`${at}/signout`, { method: 'POST', headers, body }))
  expect([answer.status, answer.headers.get('clear-site-data')]).toEqual([200, '"cache", "storage"'])
  expect(cookiesOf(answer).find(isSession)).toBe('next-auth.session-token=')
  expect((await testDb.prisma.session.findUnique({ where: { id: sessionId } }))?.endedAt).toBeInstanceOf(Date)
})

test('whoever is signed in is led to a page of ours, whatever was asked for', async () => {
  const account = await newAccount()
  const { url: home } = await (await signedIn(account)).json()
  const paths = {
    '/people?role=1': '/people?role=1',
    garbage: '/garbage',
    '/a\r\nSet-Cookie: b=c': '/aSet-Cookie:%20b=c',
  }
  for (const [callbackUrl, path] of Object.entries(paths))
    expect((await (await signedIn({ ...account, callbackUrl })).json()).url, callbackUrl).toBe(new URL(path, home).href)
  const elsewhere = ['https://other.example/', '//other.example', '/\\other.example', 'javascript:alert(1)', 'http://']
  for (const callbackUrl of [
    ...elsewhere,
    `${home}.other.example`,
    `${home}@other.example`,
    ['/people'],
    5,
    { a: 1 },
  ]) {
    const answer = await signedIn({ ...account, callbackUrl }, { type: 'application/json' })
    expect([answer.status, (await answer.json()).url], String(callbackUrl)).toEqual([200, home])
  }
})

test('what callers send is one line of the log at most, and they write none themselves', async () => {
  const lines = vi.spyOn(log, 'warn').mockImplementation(() => {})
  const printed = vi.spyOn(console, 'error').mockImplementation(() => {})
  onTestFinished(() => {
    lines.mockRestore()
    printed.mockRestore()
  })
  await authHandler(new Request(`${at}/signin?${new URLSearchParams({ callbackUrl: 'a\n{"level":60}' })}`))
  expect(lines.mock.calls.map(([about]) => about)).toEqual([
    expect.objectContaining({ code: 'INVALID_CALLBACK_URL_ERROR' }),
  ])
  const body = new URLSearchParams({ code: 'x', level: 'warn' })
  expect((await authHandler(new Request(`${at}/_log`, { method: 'POST', body }))).status).toBe(404)
  expect([lines.mock.calls.length, printed.mock.calls.length]).toEqual([1, 0])
})

test('nobody is signed in or out by a page of another site', async () => {
  const account = await newAccount()
  const { csrfToken, cookie } = await opened()
  for (const headers of [{ 'sec-fetch-site': 'cross-site' }, { origin: 'null', host: 'site' }, { host: 'site' }])
    for (const path of ['callback/credentials', 'signout']) {
      const body = new URLSearchParams({ csrfToken, ...account, json: 'true' })
      const all = new Headers(Object.entries({ ...headers, cookie, 'content-type': form }))
      const answer = await authHandler(new Request(`${at}/${path}`, { method: 'POST', headers: all, body }))
      expect([answer.status, (await answer.json()).url], path).toEqual([
        403,
        expect.stringMatching(/error=other_site$/),
      ])
      expect(answer.headers.getSetCookie()).toEqual([])
    }
})

test('a form has 64 kB at most, and JSON the bounds of any other', async () => {
  const account = await newAccount()
  const answers = [
    await signedIn({ ...account, more: 'x'.repeat(65_536) }),
    await signedIn(
      { ...account, more: JSON.parse(`${'['.repeat(40)}${']'.repeat(40)}`) },
      { type: 'application/json' },
    ),
    await signedIn({ ...account, more: Array(30_000).fill([]) }, { type: 'application/json' }),
  ]
  expect(answers.map(({ status }) => status)).toEqual([400, 400, 400])
  expect(answers.flatMap(cookiesOf).some(isSession)).toBe(false)
})

test('by https every cookie is of this host alone', async () => {
  const now = env()
  const before = now.publicUrl
  now.publicUrl = 'https://school.example'
  onTestFinished(() => {
    now.publicUrl = before
  })
  const answer = await signedIn(await newAccount())
  const set = [
    ...answer.headers.getSetCookie(),
    ...(await authHandler(new Request(`${at}/csrf`))).headers.getSetCookie(),
  ]
  expect(set.length).toBeGreaterThan(2)
  for (const each of set) {
    expect(each).toMatch(/^__Host-/)
    for (const attribute of ['Secure', 'Path=/', 'HttpOnly']) expect(each.split(/; ?/)).toContain(attribute)
    expect(each).not.toMatch(/domain=/i)
  }
})

test('strangers write nothing into the log by cookies that are none of ours', async () => {
  const lines = vi.spyOn(log, 'warn').mockImplementation(() => {})
  onTestFinished(() => lines.mockRestore())
  for (const token of ['garbage', 'a.b.c.d.e', `eyJhbGciOiJkaXIiLCJlbmMiOiJBMjU2R0NNIn0..${'a'.repeat(16)}.b.c`]) {
    const answer = await authHandler(
      new Request(`${at}/session`, { headers: { cookie: `next-auth.session-token=${token}` } }),
    )
    expect([answer.status, await answer.json()]).toEqual([200, {}])
  }
  expect(lines.mock.calls.filter(([about]) => JSON.stringify(about).includes('JWT'))).toEqual([])
})

test('nobody comes back from elsewhere to sign in', async () => {
  for (const path of ['callback/credentials?code=1', 'callback/credentials', 'callback/x', 'callback'])
    expect((await authHandler(new Request(`${at}/${path}`))).status, path).toBe(405)
})
