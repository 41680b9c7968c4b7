import { expect, onTestFinished, test } from 'vitest'
import { sessionCookie } from '@/auth/cookies'
import { env } from '@/infra/env'
import { newSchool, testDb } from '@/testing/factories'
import { cookieOf, handled } from '@/testing/signed-in'
import { handleTrpc } from '@/trpc/handler'
import { dropCallbackUrl, oldNamesUntil, renameCookies } from './old-cookies'

const day = 86_400_000

function byHttps() {
  const now = env()
  const before = now.publicUrl
  now.publicUrl = 'https://school.example'
  onTestFinished(() => {
    now.publicUrl = before
  })
}

/** How the sessions of an account are answered to a browser with these cookies. */
async function statusFor(cookie: string, isReadByOldNames: boolean): Promise<number> {
  const headers = { cookie }
  if (isReadByOldNames) renameCookies(headers)
  const request = new Request('http://site/api/trpc/own.sessions', {
    headers: { ...headers, 'sec-fetch-site': 'same-origin' },
  })
  return (await handled(request, handleTrpc)).status
}

test('a browser that signed in before the upgrade stays signed in, while old names are read', async () => {
  byHttps()
  const { id } = await newSchool()
  const now = await cookieOf(id, 'teacher')
  expect(now).toMatch(/^__Host-next-auth\.session-token=/)
  const old = now.replace('__Host-', '__Secure-')
  expect([await statusFor(now, true), await statusFor(old, true)]).toEqual([200, 200])
  expect([await statusFor(now, false), await statusFor(old, false)]).toEqual([200, 401])
  // A neighbour of the domain can set the old name, and not the one of today.
  const others = (await cookieOf(id, 'teacher', { ended: true })).replace('__Host-', '__Secure-')
  expect(await statusFor(`${others}; ${now}`, true)).toBe(200)
})

test('old names are read for thirty days from the upgrade', async () => {
  const [row] = await testDb.sql<{ finished_at: Date }>(
    `SELECT finished_at FROM _prisma_migrations WHERE migration_name = '20261130090100_cookies_of_one_host'`,
  )
  expect(await oldNamesUntil(testDb.sql)).toBeCloseTo(Number(row?.finished_at) + 30 * day, -2)
  const late: typeof testDb.sql = async () => []
  expect(await oldNamesUntil(late)).toBe(0)
})

test('each cookie of ours gets its name of today, and no other one is touched', () => {
  const headers = {
    cookie: 'locale=en; columns-student=a.b; __Secure-next-auth.session-token.0=x=y; other=1; __Host-locale=zh',
  }
  renameCookies(headers)
  expect(headers.cookie).toBe(
    '__Host-columns-student=a.b; __Host-next-auth.session-token.0=x=y; other=1; __Host-locale=zh',
  )
  const none = {}
  renameCookies(none)
  expect(none).toEqual({})
})

test('without https cookies have plain names', () => {
  expect(sessionCookie()).toBe('next-auth.session-token')
})

test('where to go after signing in is no cookie, whatever it holds', () => {
  const kept = (cookie: string) => {
    const headers = { cookie }
    dropCallbackUrl(headers)
    return headers.cookie
  }
  for (const name of ['next-auth.callback-url', '__Host-next-auth.callback-url', '__Secure-next-auth.callback-url'])
    for (const value of ['javascript:1', '%ED%A0', '', 'http://site/=x'])
      expect(kept(`a=1; ${name}=${value}; b=2;${name} =${value}`)).toBe('a=1; b=2')
  expect(kept('next-auth.callback-url=x; a=1')).toBe('a=1')
  expect(kept('x=next-auth.callback-url=y; xnext-auth.callback-url=z')).toBe(
    'x=next-auth.callback-url=y; xnext-auth.callback-url=z',
  )
})
