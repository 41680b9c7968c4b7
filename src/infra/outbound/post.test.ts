import { createServer, type Server } from 'node:http'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import type { Reach } from './connect'
import { poster } from './post'
import { publicOnly } from './reach'

/** The server of this test stands on 127.0.0.1. */
const ownMachine = { networks: false, listed: ['127.0.0.0/8'] }

let server: Server
let port = 0
const seen: string[] = []
beforeAll(async () => {
  server = createServer((request, response) => {
    seen.push(`${request.headers.host}${request.url}`)
    if (request.url === '/redirect') response.writeHead(302, { location: `http://127.0.0.1:${port}/inside` }).end()
    else if (request.url === '/late') response.writeHead(429, { 'retry-after': '7' }).end('later')
    else if (request.url === '/endless') {
      response.writeHead(200)
      const write = () => void (response.destroyed || response.write('x'.repeat(4096), write))
      write()
    } else if (request.url === '/trickle') {
      response.writeHead(200)
      const timer = setInterval(() => response.write('.'), 20)
      response.on('close', () => clearInterval(timer))
    } else if (request.url !== '/silent') response.writeHead(200).end('fine')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  port = typeof address === 'object' && address ? address.port : 0
})
afterAll(() => {
  server.closeAllConnections()
  server.close()
})

/** One call by a poster of its own, with names resolved as the test says. */
function call(path: string, reach: Partial<Reach> & { timeoutMs?: number; host?: string } = {}) {
  const { host = '127.0.0.1', ...rest } = reach
  const { post, close } = poster({ privateReach: ownMachine, timeoutMs: 2_000, ...rest })
  onTestFinished(close)
  const scheme = rest.privateReach === publicOnly ? 'https' : 'http'
  return post(`${scheme}://${host}:${port}${path}`, { 'content-type': 'application/json' }, '{}')
}

test('an answer comes with the beginning of its body, and a wish to wait', async () => {
  expect(await call('/')).toEqual({ status: 200, text: 'fine', isCut: false, retryAfter: undefined })
  expect(await call('/late')).toEqual({ status: 429, text: 'later', isCut: false, retryAfter: 7 })
  expect(await call('/endless')).toEqual({ status: 200, text: 'x'.repeat(1024), isCut: true, retryAfter: undefined })
})

test('a redirect is an answer, and is not followed', async () => {
  seen.length = 0
  expect(await call('/redirect')).toMatchObject({ status: 302 })
  expect(seen).toHaveLength(1)
})

test('whoever says nothing, or a little for ever, is left when the time is over', async () => {
  expect(await call('/silent', { timeoutMs: 200 })).toEqual({ problem: 'timeout' })
  expect(await call('/trickle', { timeoutMs: 200 })).toEqual({ problem: 'timeout' })
})

test('a name is looked up once, and the socket goes where the look-up said', async () => {
  let lookups = 0
  const resolve = async () => [lookups++ === 0 ? '127.0.0.1' : '203.0.114.9']
  seen.length = 0
  expect(await call('/', { host: 'hooks.example.com', resolve })).toMatchObject({ status: 200 })
  expect([lookups, seen]).toEqual([1, [`hooks.example.com:${port}/`]])
})

test.each([
  ['a private address', ['10.0.0.5']],
  ['one private address among public ones', ['203.0.114.9', '127.0.0.1']],
  ['the same the other way round', ['127.0.0.1', '203.0.114.9']],
  ['IPv4 in IPv6', ['::ffff:127.0.0.1']],
  ['a machine’s own address', ['::1']],
  ['the cloud’s metadata', ['169.254.169.254']],
])('a name that leads to %s is not called', async (_, addresses) => {
  seen.length = 0
  const answer = await call('/', {
    privateReach: publicOnly,
    host: 'hooks.example.com',
    resolve: async () => addresses,
  })
  expect([answer, seen]).toEqual([{ problem: 'refused_target' }, []])
})

test.each([
  ['the machine itself', '127.0.0.1'],
  ['the machine itself, mapped', '::ffff:127.0.0.1'],
  ['the machine itself behind NAT64', '64:ff9b::7f00:1'],
  ['the cloud’s metadata', '169.254.169.254'],
  ['Alibaba’s metadata', '100.100.100.200'],
  ['AWS’s metadata', 'fd00:ec2::254'],
])('where private networks are allowed, a name that leads to %s is not called', async (_, address) => {
  seen.length = 0
  const privateReach = { networks: true, listed: ['0.0.0.0/0', '::/0'] }
  const answer = await call('/', { privateReach, host: 'timetable.local', resolve: async () => [address] })
  expect([answer, seen]).toEqual([{ problem: 'refused_target' }, []])
})

test('a name that is looked up in vain, or to what is no address, is nobody’s', async () => {
  const fails = async () => Promise.reject(new Error('ENOTFOUND'))
  for (const resolve of [fails, async () => [], async () => ['localhost'], async () => ['127.0.0.1', 'x']])
    expect(await call('/', { host: 'hooks.example.com', resolve })).toEqual({ problem: 'unknown_host' })
})

test('an address that does not answer is passed over for the next', async () => {
  const resolve = async () => ['127.0.0.9', '127.0.0.1']
  expect(await call('/', { host: 'hooks.example.com', resolve })).toMatchObject({ status: 200 })
  expect(await call('/', { host: 'hooks.example.com', resolve: async () => ['127.0.0.9'] })).toEqual({
    problem: 'connection',
  })
})

test('what is no web server, or speaks no TLS, is a failure without an exception', async () => {
  const { post, close } = poster({ privateReach: ownMachine, timeoutMs: 1_000 })
  onTestFinished(close)
  expect(['certificate', 'connection']).toContain(Object.values(await post(`https://127.0.0.1:${port}/`, {}, '{}'))[0])
  expect(await post('http://127.0.0.1:25/', {}, '{}')).toEqual({ problem: 'refused_target' })
  expect(await post('nonsense', {}, '{}')).toEqual({ problem: 'refused_target' })
})
