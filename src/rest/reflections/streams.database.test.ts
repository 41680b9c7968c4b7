// A page that is streamed holds one of a few connections to the database while it is made, however slowly it is read.
import { expect, test } from 'vitest'
import { createApiKey } from '@/domain/api-keys/commands'
import { newSchool, newStudent, testDb, value } from '@/testing/factories'
import { GET } from './people'

async function caller() {
  const { operator } = await newSchool()
  await newStudent(operator)
  const { api_key } = value(await createApiKey(testDb, operator, { name: 'x' }))
  return (method: string, size = 100_000) => {
    const init = { method, headers: { authorization: `Bearer ${api_key}` } }
    return GET(new Request(`http://site/?$per-page=${size}`, init), { params: Promise.resolve({}) })
  }
}

test('HEAD holds none, and has the headers of GET', async () => {
  const ask = await caller()
  const got = await ask('GET')
  expect(await got.json()).toHaveLength(1)
  for (let n = 0; n < 20; n++) {
    const head = await ask('HEAD')
    expect([head.status, head.headers.get('x-pagination-total-count'), head.body]).toEqual([200, '1', null])
    expect(head.headers.get('content-type')).toBe(got.headers.get('content-type'))
  }
  expect(await (await ask('GET')).json()).toHaveLength(1)
})

test('those who do not read theirs keep nobody from large pages', { timeout: 20_000 }, async () => {
  const [ask, other] = [await caller(), await caller()]
  const unread: Response[] = []
  for (let n = 0; n < 16; n++) unread.push(await ask('GET'))
  expect(unread.map(({ status }) => status)).toEqual(unread.map(() => 200))
  expect(await (await other('GET')).json()).toHaveLength(1)
  // So many of one key that are unread, and no more.
  const refused = await ask('GET')
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '5'])
  expect(await (await ask('GET', 20)).json()).toHaveLength(1)
  for (const answer of unread) await answer.body?.cancel()
  expect(await (await ask('GET')).json()).toHaveLength(1)
})
