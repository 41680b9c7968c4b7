import superjson from 'superjson'
import { beforeAll, expect, onTestFinished, test, vi } from 'vitest'
import { env } from '@/infra/env'
import { newSchool, testDb, unique } from '@/testing/factories'
import { cookieOf, handled } from '@/testing/signed-in'
import { downloadExport } from './export-files'
import { handleTrpc } from './handler'

let school: number
let cookie: string
beforeAll(async () => {
  school = (await newSchool()).id
  cookie = await cookieOf(school, 'school_admin')
})

const ours = { 'sec-fetch-site': 'same-origin' }
const get = (target: string, headers: Record<string, string> = {}) =>
  handled(new Request(`http://site${target}`, { headers: { ...ours, ...headers } }), async (request) =>
    handleTrpc(request),
  )
const input = (value: unknown) => encodeURIComponent(superjson.stringify(value))
const batch = (calls: number, path = 'entry.schools', headers: Record<string, string> = {}) =>
  get(`/api/trpc/${Array(calls).fill(path).join(',')}?batch=1&input=${encodeURIComponent('{}')}`, headers)

/** Few calls a minute for this test; whoever calls in it is nobody else's account or address. */
function fewCalls(most: number): void {
  const settings = env()
  const usual = settings.callsPerMinute
  settings.callsPerMinute = most
  onTestFinished(() => {
    settings.callsPerMinute = usual
  })
}

test('a batch of 20 calls runs, one of 21 is 400 before any of it runs', async () => {
  const address = { 'x-client-address': unique('a') }
  expect((await batch(20, 'entry.schools', address)).status).toBe(200)
  const counted = vi.spyOn(testDb, 'sql')
  onTestFinished(() => counted.mockRestore())
  expect((await batch(21, 'entry.schools', address)).status).toBe(400)
  expect(counted).not.toHaveBeenCalled()
})

test('a list has at most 200 rows a page', async () => {
  const list = (path: string, value: object) => get(`/api/trpc/${path}?input=${input(value)}`, { cookie })
  expect((await list('people.list', { per_page: 200 })).status).toBe(200)
  for (const path of ['people.list', 'imports.list', 'history.list', 'accounts.list', 'privacy.due', 'privacy.log'])
    expect((await list(path, { per_page: 201 })).status, path).toBe(400)
})

test('each call of a batch counts, for an address and for an account', async () => {
  fewCalls(30)
  const network = `2001:db8:${(Date.now() % 60_000).toString(16)}`
  expect((await batch(20, 'entry.schools', { 'x-client-address': `${network}::1` })).status).toBe(200)
  const over = await batch(20, 'entry.schools', { 'x-client-address': `${network}::2` })
  expect([over.status, Number(over.headers.get('retry-after'))]).toEqual([429, expect.closeTo(31, -2)])
  expect((await over.json())[0].error.json.data.failure).toEqual({ kind: 'throttled', seconds: expect.any(Number) })
  expect((await batch(20, 'entry.schools', { 'x-client-address': unique('a') })).status).toBe(200)

  const own = await cookieOf(school, 'school_admin')
  expect((await batch(20, 'own.account', { cookie: own, 'x-client-address': unique('a') })).status).toBe(200)
  expect((await batch(20, 'own.account', { cookie: own, 'x-client-address': unique('a') })).status).toBe(429)
})

const exported = (headers: Record<string, string>, method = 'GET') =>
  handled(
    new Request(`http://site/api/exports?input=${encodeURIComponent('{"role":1}')}`, {
      method,
      headers: { ...ours, ...headers },
    }),
    downloadExport,
  )
const exportsOf = () => testDb.prisma.changeSet.count({ where: { schoolId: school, kind: 'export' } })

test('exports count as calls, and HEAD writes no history', async () => {
  fewCalls(3)
  const own = { cookie: await cookieOf(school, 'school_admin') }
  const before = await exportsOf()
  expect((await exported(own, 'HEAD')).status).toBe(405)
  expect(await exportsOf()).toBe(before)
  const answers: Response[] = []
  for (let n = 0; n < 5; n++) answers.push(await exported(own))
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 429, 429])
  expect(answers[4]?.headers.get('retry-after')).toMatch(/^\d+$/)
  for (const answer of answers) await answer.body?.cancel()
  expect(await exportsOf()).toBe(before + 3)
})

test.each([
  ['{"role":1,"list":{"q":"a\\u0000b"}}', 'q'],
  ['{"role":1,"columns":["\\ud800"]}', 'columns'],
])('an export of %s is invalid by the field', async (asked, field) => {
  const request = new Request(`http://site/api/exports?input=${encodeURIComponent(asked)}`, {
    headers: { ...ours, cookie },
  })
  const answer = await handled(request, downloadExport)
  expect([answer.status, await answer.json()]).toEqual([
    422,
    { failure: { kind: 'invalid', issues: [{ field, reason: 'invalid' }] } },
  ])
})
