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
