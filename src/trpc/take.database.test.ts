import { expect, test } from 'vitest'
import { routes } from '@/server/routes'
import { newSchool } from '@/testing/factories'
import { cookieOf, handled } from '@/testing/signed-in'
import { handleTrpc } from './handler'

const ours = { 'sec-fetch-site': 'same-origin', 'content-type': 'application/json' }
const { nobody, verified } = routes.trpc.body

async function post(body: BodyInit, headers: Record<string, string> = {}, procedure = 'entry.register') {
  const all = new Headers({ ...ours, ...headers })
  if (typeof body === 'string') all.set('content-length', String(Buffer.byteLength(body)))
  const init = { method: 'POST', headers: all, body, duplex: 'half' }
  return handled(new Request(`http://site/api/trpc/${procedure}`, init), handleTrpc)
}
const get = (procedure: string, input: string, headers: Record<string, string> = {}) => {
  const where = `http://site/api/trpc/${procedure}?${new URLSearchParams({ input })}`
  return handled(new Request(where, { headers: { ...ours, ...headers } }), handleTrpc)
}
const filled = (size: number) => `{"json":{"username":"${'x'.repeat(size - 24)}"}}`
const deep = (levels: number) => `{"json":{"username":${'['.repeat(levels)}${']'.repeat(levels)}}}`
const wide = (keys: number) => `{"json":{${Array.from({ length: keys }, (_, at) => `"k${at}":1`).join(',')}}}`
const told = async (response: Response) => [response.status, (await response.json()).error.json.data.code]

test('nobody is read further than 64 kB, whatever cookie they show', async () => {
  const { id } = await newSchool()
  const ended = await cookieOf(id, 'teacher', { ended: true })
  expect((await post(filled(nobody))).status).toBe(422)
  for (const cookie of ['', 'next-auth.session-token=garbage', ended])
    expect(await told(await post(filled(nobody + 1), cookie ? { cookie } : {})), cookie).toEqual([
      413,
      'PAYLOAD_TOO_LARGE',
    ])
})

test('of a body that does not say its length no more is taken than of nobody', async () => {
  const { id } = await newSchool()
  const cookie = await cookieOf(id, 'teacher')
  let sent = 0
  const endless = new ReadableStream<Uint8Array>({
    pull(controller) {
      sent += 16_384
      controller.enqueue(new Uint8Array(16_384).fill(0x5b))
    },
  })
  expect(await told(await post(endless, { cookie }))).toEqual([413, 'PAYLOAD_TOO_LARGE'])
  expect(sent).toBeLessThan(2 * nobody)
})

test('whoever is signed in sends what pages send, and no more', async () => {
  const { id } = await newSchool()
  const cookie = await cookieOf(id, 'teacher')
  expect((await post(filled(1_000_000), { cookie }, 'own.updateProfile')).status).not.toBe(413)
  expect(await told(await post(filled(verified + 1), { cookie }))).toEqual([413, 'PAYLOAD_TOO_LARGE'])
})

test('JSON that is deep or of many keys is refused before it is parsed, in body and address', async () => {
  const { id } = await newSchool()
  const cookie = await cookieOf(id, 'teacher')
  for (const body of [deep(33), deep(20_000)]) {
    expect(await told(await post(body))).toEqual([400, 'BAD_REQUEST'])
    expect(await told(await get('entry.isUsernameFree', body.slice(0, 10_000)))).toEqual([400, 'BAD_REQUEST'])
  }
  for (const body of [deep(1_900_000), wide(250_000), `{"json":[${'[],'.repeat(1_000_000)}[]]}`])
    expect(await told(await post(body, { cookie }))).toEqual([400, 'BAD_REQUEST'])
  expect((await post(deep(20))).status).toBe(422)
})

test('a body is JSON, with its charset or without', async () => {
  for (const type of ['application/json', 'application/json; charset=utf-8', 'Application/JSON'])
    expect((await post('{"json":{}}', { 'content-type': type })).status, type).toBe(422)
  const others = [
    'text/plain',
    'text/plain; application/json',
    'multipart/form-data; boundary=x',
    'application/octet-stream',
  ]
  for (const type of [...others, 'application/x-www-form-urlencoded', 'application/jsonp', ''])
    expect(await told(await post('{"json":{}}', { 'content-type': type })), type).toEqual([
      415,
      'UNSUPPORTED_MEDIA_TYPE',
    ])
})

test('a page of another site is refused, by name of what an administrator has to set', async () => {
  const { id } = await newSchool()
  const cookie = await cookieOf(id, 'teacher')
  const from = (headers: Record<string, string>) => [
    handled(new Request('http://site/api/trpc/own.sessions', { headers: { cookie, ...headers } }), handleTrpc),
    handled(
      new Request('http://site/api/trpc/own.endSessions', {
        ...{ method: 'POST', body: '{}' },
        headers: { cookie, 'content-type': 'application/json', ...headers },
      }),
      handleTrpc,
    ),
  ]
  const foreign = [{ 'sec-fetch-site': 'same-site' }, { origin: 'http://site:8080', host: 'site' }, { host: 'site' }]
  for (const headers of foreign)
    for (const answer of await Promise.all(from(Object.fromEntries(Object.entries(headers))))) {
      const { error } = await answer.json()
      expect([answer.status, error.json.data.failure]).toEqual([403, { kind: 'refused', reason: 'other_site' }])
    }
})

test('no answer is kept on the way, whatever its status', async () => {
  const { id } = await newSchool()
  const cookie = await cookieOf(id, 'teacher')
  const answers = await Promise.all([
    get('entry.schools', '{}'),
    get('people.list', '{"json":{"role":1}}', { cookie }),
    get('people.list', '{"json":{"role":1}}'),
    get('people.list', '{', { cookie }),
    get('no.such', '{}', { cookie }),
    get('people.list', '{}', { cookie, 'sec-fetch-site': 'cross-site' }),
    post('{}', { 'content-type': 'text/plain' }),
    post(filled(nobody + 1)),
  ])
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 401, 400, 404, 403, 415, 413])
  for (const { headers } of answers) expect(headers.get('cache-control')).toBe('no-store')
})

test('a few bytes do not stand for a value of any size', async () => {
  const values = { username: [['typed-array', 'Float64Array']] }
  const sent = JSON.stringify({ json: { username: 100_000_000 }, meta: { values } })
  expect(await told(await post(sent))).toEqual([400, 'BAD_REQUEST'])
  expect(await told(await get('entry.isUsernameFree', sent))).toEqual([400, 'BAD_REQUEST'])
})
