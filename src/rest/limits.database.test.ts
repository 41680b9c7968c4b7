// What a caller may send: counted before it is parsed, and no more of it held than of a stranger until they are proven.
import { expect, test } from 'vitest'
import { POST as logIn } from '@/app/users/login/route'
import { createApiKey, revokeApiKey } from '@/domain/api-keys/commands'
import { newSchool, testDb, unique, value } from '@/testing/factories'
import { post } from '@/testing/posts'
import * as fields from './reflections/fields'
import * as people from './reflections/people'
import { POST as issueToken } from './reflections/token'

const deep = `{"name":${'['.repeat(32)}${']'.repeat(32)}}`
const wide = `{${Array.from({ length: 20_001 }, (_, at) => `"k${at}":1`).join(',')}}`
const many = `{"name":[${'[],'.repeat(120_000)}[]]}`

async function keyed() {
  const { operator } = await newSchool()
  const key = value(
    await createApiKey(testDb, operator, { name: 'x', scopes: ['people:read', 'people:write', 'fields:write'] }),
  )
  return { operator, key, headers: { authorization: `Bearer ${key.api_key}` } }
}

test('JSON that is deep or of many keys is refused in the words of each contract', async () => {
  const { headers } = await keyed()
  for (const body of [deep, wide, many])
    for (const [handler, path] of [
      [people.POST, '/api/v1/reflections'],
      [fields.POST, '/api/v1/reflection-fields'],
    ] as const) {
      const answer = await post(handler, { body, headers, path })
      expect(answer.status, path).toBe(400)
      expect(answer.json).toEqual({ name: 'Bad Request', message: expect.any(String), code: 0, status: 400 })
    }
  const short = `{"username":${'['.repeat(32)}${']'.repeat(32)}}`
  for (const body of [short, `{${'"a":1,'.repeat(20_000)}"a":1}`.slice(0, 60_000).padEnd(60_001, '{['.repeat(20))]) {
    const answer = await post(logIn, { body, path: '/users/login/' })
    expect(answer.json).toEqual(body === short ? { detail: '请求无效。' } : { detail: expect.any(String) })
    expect([answer.status, answer.headers.get('access-control-allow-origin')]).toEqual([400, '*'])
  }
  const token = await post(issueToken, { body: short, path: '/api/v3/oauth/tokens' })
  expect([token.status, token.json]).toMatchObject([400, { error: 'invalid_request' }])
})

test('of a long or endless body nothing is read for a key that is no longer good, though it was a moment ago', async () => {
  const { operator, key, headers } = await keyed()
  const path = '/api/v1/reflections'
  expect(
    (await post(people.POST, { body: { role: 1, usin: unique('s'), name: '甲', graduates_in: 2027 }, headers, path }))
      .status,
  ).toBe(201)
  value(await revokeApiKey(testDb, operator, { id: key.id }))
  for (const size of [{ 'transfer-encoding': 'chunked' }, { 'content-length': '900000' }]) {
    let read = 0
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        read += 16_384
        controller.enqueue(new Uint8Array(16_384).fill(0x5b))
      },
    })
    const all = new Headers(Object.entries({ ...headers, ...size, 'content-type': 'application/json' }))
    const init = { method: 'POST', headers: all, body, duplex: 'half' }
    const answer = await people.POST(new Request(`http://localhost${path}`, init), { params: Promise.resolve({}) })
    expect([answer.status, read < 65_536]).toEqual([401, true])
  }
})
