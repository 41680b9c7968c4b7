import { once } from 'node:events'
import { createServer, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { refuseBody } from './body-limit'
import { routes } from './routes'

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
  method = 'POST',
) {
  const { port } = server.address() as AddressInfo
  const asked = request({ port, method, path, headers })
  asked.end(body)
  const [answer] = await once(asked, 'response')
  return [answer.statusCode, await text(answer)]
}

const largest = routes.trpc.body.verified

test('what pages send is taken up to its bound, and no further', async () => {
  const send = (size: number, headers = {}) =>
    post('/api/trpc/people.list', 'x'.repeat(size), { 'content-length': `${size}`, ...headers })
  expect(await send(largest, { cookie: 'a=b' })).toEqual([200, `${largest} bytes read`])
  expect(await send(largest + 1, { cookie: 'a=b' })).toEqual([413, `a body may have ${largest} bytes`])
  expect(await send(65_537)).toEqual([413, 'a body may have 65536 bytes'])
})

test('pages, paths of nobody and routes for strangers take 64 kB, by whatever method', async () => {
  for (const path of [
    '/api/auth/callback/credentials',
    '/',
    '/students',
    '/setup/x',
    '/api/v1x',
    '/api/exports',
    '/x/y',
  ]) {
    expect(await post(path, 'x'.repeat(65_536)), path).toEqual([200, '65536 bytes read'])
    for (const method of ['POST', 'GET', 'PUT', 'OPTIONS', 'DELETE'])
      expect(await post(path, 'x'.repeat(65_537), undefined, method), path).toEqual([
        413,
        'a body may have 65536 bytes',
      ])
  }
})

test('a body that does not say its length is refused where nobody would count it', async () => {
  for (const path of ['/api/trpc/people.list', '/api/auth/csrf', '/', '/setup/x', '/api/nothing', '/_next/image'])
    for (const method of ['POST', 'GET', 'DELETE'])
      expect(await post(path, 'x', { 'transfer-encoding': 'chunked' }, method), path).toEqual([
        411,
        'a body must say its length',
      ])
})

test('contracts and imports count what they read', async () => {
  for (const path of ['/api/v1/reflections', '/api/imports?role=1', '/users/login/'])
    expect(await post(path, 'x'.repeat(largest + 1)), path).toEqual([200, `${largest + 1} bytes read`])
})
