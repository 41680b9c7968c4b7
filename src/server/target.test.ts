import { once } from 'node:events'
import { createServer } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { refuseTarget, takeWholeAddress } from './target'

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
  for (const path of ['/users/%E5%AD%97', '/users/%00', '/?q=%', '/#%'])
    expect(await statusOf(`GET ${path}`), path).toBe(200)
})

test('a whole address is its path at its host', async () => {
  const bodies = {
    'http://other/users/?page=2': 'other /users/?page=2',
    'HTTPS://other?x': 'other /?x',
    'http://other': 'other /',
    '//other/users': 'site //other/users',
  }
  for (const [address, body] of Object.entries(bodies))
    expect(await answerTo(`GET ${address}`), address).toEqual({ status: 200, body })
  expect(await statusOf('GET http://other/%')).toBe(400)
})
