import { type IncomingMessage, ServerResponse } from 'node:http'
import { expect, test } from 'vitest'
import { clientAddress, guardHeaders } from './headers'

const request = (forwarded?: string) =>
  ({
    headers: forwarded === undefined ? {} : { 'x-forwarded-for': forwarded },
    socket: { remoteAddress: '10.0.0.9' },
  }) as unknown as IncomingMessage

test('a caller cannot choose the address it is counted by', () => {
  expect(clientAddress(request('1.1.1.1'), 0)).toBe('10.0.0.9')
  expect(clientAddress(request('6.6.6.6, 2.2.2.2'), 1)).toBe('2.2.2.2')
  expect(clientAddress(request('6.6.6.6, 2.2.2.2, 10.0.0.1'), 2)).toBe('2.2.2.2')
  expect(clientAddress(request(), 1)).toBe('10.0.0.9')
  expect(clientAddress(request('::ffff:2.2.2.2'), 1)).toBe('2.2.2.2')
})

test('a caller can say nothing that only this server may', () => {
  const asked = request()
  const said = ['x-route', 'x-nonce', 'x-client-address', 'x-request-target', 'x-middleware-rewrite']
  for (const name of said) asked.headers[name] = 'the caller'
  guardHeaders(asked, new ServerResponse(asked), { dev: false, https: false, hstsSubdomains: false, proxies: 0 })
  expect(said.map((name) => asked.headers[name])).toEqual([undefined, undefined, '10.0.0.9', '/', undefined])
})

/** The headers that an answer to a request of this path and kind begins with. */
function answeredTo(url: string, accept = '*/*', more: { https?: boolean; hstsSubdomains?: boolean } = {}) {
  const asked = Object.assign(request(), { url, method: 'GET', headers: { accept } })
  const response = new ServerResponse(asked)
  guardHeaders(asked, response, { dev: false, https: false, hstsSubdomains: false, proxies: 0, ...more })
  return response.getHeaders()
}

test('files of the build are protected as data is', () => {
  const data = "default-src 'none'; base-uri 'none'; frame-ancestors 'none'"
  for (const url of ['/_next/static/a.js', '/_next/image?url=x', '/api/trpc/people.list', '/users/'])
    expect(answeredTo(url), url).toMatchObject({
      ...{ 'x-content-type-options': 'nosniff', 'x-frame-options': 'DENY', 'referrer-policy': 'same-origin' },
      'content-security-policy': data,
    })
  expect(answeredTo('/students', 'text/html')['content-security-policy']).toContain("base-uri 'none'")
})

test('data is kept by nobody on the way unless its route says so; files of the build are', () => {
  for (const url of ['/api/trpc/people.list', '/users/', '/api/auth/session', '/api/exports', '/students?_rsc=1'])
    expect(answeredTo(url)['cache-control'], url).toBe('no-store')
  expect(answeredTo('/_next/static/a.js')['cache-control']).toBeUndefined()
})

test('https holds for the host, and for hosts beneath it only where that is set', () => {
  const told = (more: object) => answeredTo('/', 'text/html', more)['strict-transport-security']
  expect(told({})).toBeUndefined()
  expect(told({ hstsSubdomains: true })).toBeUndefined()
  expect(told({ https: true })).toBe('max-age=31536000')
  expect(told({ https: true, hstsSubdomains: true })).toBe('max-age=31536000; includeSubDomains')
})
