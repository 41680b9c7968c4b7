import { once } from 'node:events'
import { createServer, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { largestBody, refuseBody } from './body-limit'

const server = createServer(async (asked, response) => {
  if (refuseBody(asked, response)) return
  response.end(`${(await text(asked)).length} bytes read`)
})
beforeAll(() => once(server.listen(0, '127.0.0.1'), 'listening'))
afterAll(() => server.close())

async function post(
  path: string,
  body: string,
  headers: Record<string, string> = { 'content-length': `${body.length}` },
) {
  const { port } = server.address() as AddressInfo
  const asked = request({ port, method: 'POST', path, headers })
  asked.end(body)
  const [answer] = await once(asked, 'response')
  return [answer.statusCode, await text(answer)]
}

test('what pages send is taken up to its bound, and no further', async () => {
  expect(await post('/api/trpc/people.list', 'x'.repeat(largestBody))).toEqual([200, `${largestBody} bytes read`])
  for (const path of ['/api/trpc/people.list', '/api/auth/callback/credentials', '/', '/api/v1x'])
    expect(await post(path, 'x'.repeat(largestBody + 1)), path).toEqual([413, `a body may have ${largestBody} bytes`])
})

test('a body that does not say its length is refused', async () => {
  const answer = await post('/api/trpc/people.list', 'x', { 'transfer-encoding': 'chunked' })
  expect(answer).toEqual([411, 'a body must say its length'])
})

test('contracts and imports have bounds of their own', async () => {
  for (const path of ['/api/v1/reflections', '/api/imports?role=1', '/users/login/'])
    expect(await post(path, 'x'.repeat(largestBody + 1)), path).toEqual([200, `${largestBody + 1} bytes read`])
})
