import { once } from 'node:events'
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import compression from 'compression'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { notePageFailure } from '@/infra/page-failure'
import { Unavailable } from '@/infra/unavailable'
import { guardPage } from './page-guard'

const gone = Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:5432'), { code: 'ECONNREFUSED' })
const full = Object.assign(new Error('No space left on device'), { code: '53100' })

let draw: (request: IncomingMessage, response: ServerResponse) => void
const compress = compression({ threshold: 0 }) as unknown as (
  request: IncomingMessage,
  response: ServerResponse,
  next: () => void,
) => void
const server = createServer((asked, response) => {
  guardPage(asked, response)
  compress(asked, response, () => draw(asked, response))
})
beforeAll(() => once(server.listen(0, '127.0.0.1'), 'listening'))
afterAll(() => server.close())

/** What Next does where a page fails: it tells of the error, and sends a document of its own. */
const fails = (error: unknown) => (asked: IncomingMessage, response: ServerResponse) => {
  notePageFailure(String(asked.headers['x-page']), error)
  response.statusCode = 500
  response.setHeader('Content-Type', 'text/html')
  response.write('<html id="__next_error__">')
  response.end('</html>')
}

async function get(path: string, headers: Record<string, string> = {}, method = 'GET') {
  const { port } = server.address() as AddressInfo
  const asked = request({ port, path, method, agent: false, headers })
  asked.end()
  const [answer] = await once(asked, 'response')
  return { status: answer.statusCode, headers: answer.headers, body: await text(answer) }
}

test.each([
  ['/sign-in', {}],
  ['/students?q=1', { 'accept-encoding': 'gzip' }],
  ['/reset/token', { 'accept-encoding': 'gzip, br' }],
  ['/nothing', {}],
  ['/', {}],
])('a page that the database is away for is 503 and opens itself again: %s', async (path, headers) => {
  draw = fails(gone)
  const { status, headers: sent, body } = await get(path, headers)
  expect(status).toBe(503)
  expect(sent['content-encoding']).toBeUndefined()
  expect(sent['cache-control']).toBe('no-store')
  const seconds = Number(sent['retry-after'])
  expect(sent.refresh).toBe(String(seconds))
  expect(seconds).toBeGreaterThanOrEqual(5)
  expect(body).toContain('名册暂时打不开')
  expect(body).toContain('Mingce is away for a moment')
  expect(body).not.toContain('__next_error__')
  expect(sent['content-security-policy']).toContain("default-src 'none'")
})

test("the reader's language comes first, by cookie or by browser", async () => {
  draw = fails(full)
  const order = (body: string) => [...body.matchAll(/<section lang="([^"]+)"/g)].map(([, lang]) => lang)
  expect(order((await get('/students')).body)).toEqual(['zh-CN', 'en'])
  const { body } = await get('/students', { 'accept-language': 'en-GB' })
  expect(order(body)).toEqual(['en', 'zh-CN'])
  expect(body).toContain('The server has no room left')
  expect(order((await get('/students', { 'accept-language': 'en', cookie: 'language=zh' })).body)).toEqual([
    'zh-CN',
    'en',
  ])
})

test('a page that failed by a fault of ours is left as it is', async () => {
  draw = fails(new TypeError('nothing there'))
  const { status, body } = await get('/students')
  expect([status, body]).toEqual([500, '<html id="__next_error__"></html>'])
})

test('what is no page, and a page that failed after its first byte, is left as it is', async () => {
  draw = (asked, response) => {
    response.write('<html>')
    notePageFailure(String(asked.headers['x-page']), gone)
    response.end('</html>')
  }
  expect(await get('/students')).toMatchObject({ status: 200, body: '<html></html>' })
  draw = fails(gone)
  expect((await get('/api/exports')).status).toBe(500)
})

test.each(['identity', 'gzip'])('a step that fails in its middle is 503 as a whole: %s', async (encoding) => {
  draw = (asked, response) => {
    response.writeHead(200, { 'Content-Type': 'text/x-component' })
    response.flushHeaders()
    response.write('0:["tree"]')
    notePageFailure(String(asked.headers['x-page']), gone)
    response.end('1:E{"digest":"1"}')
  }
  const { status, headers: sent, body } = await get('/students', { rsc: '1', 'accept-encoding': encoding })
  expect([status, body, sent['x-site-state']]).toEqual([503, '', 'away'])
  expect(sent['content-encoding']).toBeUndefined()
})

test('a step that is well arrives whole, however large, and at its end in any spelling', async () => {
  const part = '名'.repeat(300_000)
  draw = (_, response) => {
    response.writeHead(200, { 'Content-Type': 'text/x-component' })
    for (let count = 0; count < 3; count++) response.write(part)
    response.write(Buffer.from('末'), () => response.end('end', 'utf8'))
  }
  const { status, headers, body } = await get('/students', { rsc: '1' })
  expect([status, headers['content-type'], body]).toEqual([200, 'text/x-component', `${part.repeat(3)}末end`])
})

test('HEAD has the headers alone', async () => {
  draw = fails(gone)
  const { status, headers, body } = await get('/sign-in', {}, 'HEAD')
  expect([status, body]).toEqual([503, ''])
  expect(headers.refresh).toBeDefined()
})

test('a step that is answered in one word has its head', async () => {
  draw = (_, response) => response.end('one word')
  expect(await get('/students', { rsc: '1' })).toMatchObject({ status: 200, body: 'one word' })
})

test('a page that waited too long for its turn finds the site busy', async () => {
  draw = fails(new Error('unavailable', { cause: new Error('unavailable', { cause: new Unavailable(2) }) }))
  const { status, body } = await get('/register/code')
  expect(status).toBe(503)
  expect(body).toContain('现在使用的人很多')
})
