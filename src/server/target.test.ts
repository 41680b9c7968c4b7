import { once } from 'node:events'
import { createServer } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { isPlain, refuseTarget, takeWholeAddress } from './target'

const server = createServer((asked, response) => {
  takeWholeAddress(asked)
  if (!refuseTarget(asked, response)) response.end(`${asked.headers.host} ${asked.url}`)
})
beforeAll(() => once(server.listen(0, '127.0.0.1'), 'listening'))
afterAll(() => server.close())

/** The answer to a first line that no client library would send. */
async function answerTo(line: string): Promise<{ status: number; body: string }> {
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1')
  socket.write(`${line} HTTP/1.0\r\nHost: site\r\n\r\n`)
  const [head = '', body = ''] = (await text(socket)).split('\r\n\r\n', 2)
  return { status: Number(head.split(' ')[1]), body }
}
const statusOf = async (line: string) => (await answerTo(line)).status

test('a method that no route can have is not known', async () => {
  for (const method of ['TRACE', 'PROPFIND', 'LOCK']) expect(await statusOf(`${method} /users/`), method).toBe(501)
  for (const method of ['GET', 'HEAD', 'OPTIONS', 'DELETE'])
    expect(await statusOf(`${method} /users/`), method).toBe(200)
})

test('a path that cannot be decoded is refused, a query that cannot is left to the route', async () => {
  for (const path of ['/users/%', '/users/%ff', '/api/v1/%zz', '/%ed%a0%80', '*'])
    expect(await statusOf(`GET ${path}`), path).toBe(400)
  for (const path of ['/users/%E5%AD%97', '/users/%3a', '/?q=%', '/students?a=//b/../c%5c%00'])
    expect(await statusOf(`GET ${path}`), path).toBe(200)
})

test('a path that may be made out in two ways is not plain, whichever way it is escaped', () => {
  const dots = [
    '.',
    '..',
    '%2e',
    '%2E%2e',
    '.%2e',
    '%2e.',
    '%252e%252e',
    '%25252E.',
    '%2%65%2e'.replace('%2%65', '%252e'),
  ]
  for (const dot of dots)
    for (const path of [`/${dot}`, `/${dot}/`, `/a/${dot}`, `/a/${dot}/b`, `/a/${dot}/`])
      expect(isPlain(path), path).toBe(false)
  for (const path of ['//', '//a', '/a//', '/a//b', '/a/%2f', '/a%2Fb', '/a%5cb', '/a\\b', '/a%252fb', '/a%25%35cb'])
    expect(isPlain(path), path).toBe(false)
  for (const path of [
    '/%00',
    '/a%0d%0a',
    '/a%7f',
    '/a\tb',
    '/%2500',
    '',
    'a',
    '*',
    '/%',
    '/%u002e',
    '/%c0%ae',
    '/%252e%252e/%25zz',
  ])
    expect(isPlain(path), path).toBe(false)
  for (const path of [
    '/',
    '/a',
    '/a/',
    '/a.b',
    '/.a',
    '/a..',
    '/...',
    '/a%20b',
    '/%E5%AD%97/',
    '/a%25',
    '/a,b',
    '/[a]',
    '/a#b',
  ])
    expect(isPlain(path), path).toBe(true)
})

test('a request that names two hosts is refused', async () => {
  const { port } = server.address() as AddressInfo
  for (const [path, body] of [
    ['/students', 'one host is named'],
    ['/users/', '{"detail":"请求无效。"}'],
  ]) {
    const socket = connect(port, '127.0.0.1')
    socket.write(`GET ${path} HTTP/1.1\r\nHost: site\r\nConnection: close\r\nhost: site\r\n\r\n`)
    const answer = await text(socket)
    expect(answer, path).toMatch(/^HTTP\/1\.1 400 /)
    expect(answer, path).toContain(body)
  }
})

test('a whole address is its path at its host', async () => {
  const bodies = {
    'http://other/users/?page=2': 'other /users/?page=2',
    'HTTPS://other?x': 'other /?x',
    'http://other': 'other /',
  }
  for (const [address, body] of Object.entries(bodies))
    expect(await answerTo(`GET ${address}`), address).toEqual({ status: 200, body })
  for (const address of ['http://other/%', 'http://other/users/../x', '//other/users', 'http:///users', 'ftp://other/'])
    expect(await statusOf(`GET ${address}`), address).toBe(400)
})
