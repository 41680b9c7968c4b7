import { once } from 'node:events'
import { readdirSync } from 'node:fs'
import { createServer } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import path from 'node:path'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { answerRequest } from './answer'
import { shapeOf } from './routes'

// The listener that the web process has; whatever gets through it is told here.
const reached: string[] = []
const server = createServer((request, response) =>
  answerRequest(request, response, {
    ...{ dev: false, https: false, hstsSubdomains: false, proxies: 0, packed: new Map() },
    ...{ readsOldCookies: () => false, isStopping: () => false },
    async handle(asked, answer) {
      reached.push(String(asked.url))
      answer.end('through')
    },
  }),
)
beforeAll(() => once(server.listen(0, '127.0.0.1'), 'listening'))
afterAll(() => server.close())

const routes = readdirSync('src/app', { recursive: true, encoding: 'utf8' })
  .filter((name) => /^(route|page)\.tsx?$/.test(path.basename(name)))
  .map((name) => path.dirname(name).split(path.sep))
  .map((parts) =>
    parts.filter((part) => part !== '.' && !part.startsWith('(')).map((part) => part.replace(/^\[.*\]$/, '7')),
  )
  .map((parts) => `/${parts.join('/')}`)

const segments = [
  '.',
  '..',
  '%2e',
  '%2E',
  '%2e%2e',
  '.%2e',
  '%2E.',
  '%252e%252e',
  '%5c',
  '\\',
  'a%2fb',
  'a%5Cb',
  '%00',
  'a%0a',
  '',
]
/** A route's path in every spelling that is not plain: a part before, within and after it. */
const spellings = (route: string) =>
  segments.flatMap((part) => [
    `/${part}${route}`,
    `${route}/${part}${part === '' ? '/' : ''}`,
    `${route}/${part}/`,
    `${route}/${part}/x`,
    `${route}/${part}/../api/trpc/entry.register`,
    `/users/${part}${route}`,
    `/api/v1/x/${part}${route}`,
  ])

async function answersTo(lines: readonly string[]): Promise<{ status: number; head: string; body: string }[]> {
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1')
  // A body is announced and never sent: whoever waited for it would not answer.
  const rest = 'Host: site\r\nContent-Type: application/json\r\n'
  const last = lines.length - 1
  socket.write(
    lines.map((line, at) => `${line} HTTP/1.1\r\n${rest}${at === last ? 'Connection: close\r\n' : ''}\r\n`).join(''),
  )
  const answers = (await text(socket)).split(/(?=HTTP\/1\.1 \d{3} )/)
  return answers.map((each) => {
    const [head = '', body = ''] = each.split('\r\n\r\n', 2)
    return { status: Number(head.split(' ')[1]), head: head.toLowerCase(), body }
  })
}

const shapes = {
  reflections: /^\{"name":"Bad Request","message":"[^"]+","code":0,"status":400\}$/,
  excourse: /^\{"detail":"请求无效。"\}$/,
  plain: /^[^\n{]+$/,
}

test.each(['GET', 'POST', 'OPTIONS', 'TRACE'])(
  '%s of every route in every spelling is 400, in its contract’s words',
  async (method) => {
    expect(routes.length).toBeGreaterThan(40)
    for (const route of routes) {
      const paths = spellings(route)
      const answers = await answersTo(paths.map((each) => `${method} ${each}`))
      expect(answers).toHaveLength(paths.length)
      for (const [at, { status, head, body }] of answers.entries()) {
        const asked = paths[at] ?? ''
        const shape = shapeOf(asked)
        expect(status, asked).toBe(400)
        expect(body.replace(/^[0-9a-f]+\r\n|\r\n0$/g, ''), asked).toMatch(shapes[shape])
        expect(head.includes('access-control-allow-origin: *'), asked).toBe(shape === 'excourse')
      }
    }
    expect(reached).toEqual([])
  },
)

test('whole addresses are held to the same', async () => {
  const paths = routes.flatMap((route) => [
    `http://site/users/..${route}`,
    `HTTP://other//${route}`,
    `http://site/%2e${route}`,
  ])
  const answers = await answersTo(paths.map((each) => `GET ${each}`))
  expect(answers.map(({ status }) => status)).toEqual(paths.map(() => 400))
  expect(reached).toEqual([])
})

test('every route is reached by its plain path, with the slash at its end and without', async () => {
  const paths = routes.flatMap((route) => (route === '/' ? [route] : [route, `${route}/`, `${route}?a=//../%5c`]))
  const answers = await answersTo(paths.map((each) => `GET ${each}`))
  expect(answers.map(({ status }) => status)).toEqual(paths.map(() => 200))
  // Pages of strangers take turns.
  expect(reached.splice(0).sort()).toEqual(paths.toSorted())
})

test('a body is refused before any of it is sent', async () => {
  const { port } = server.address() as AddressInfo
  for (const [path, status] of [
    ['/users/../api/trpc/entry.register', 400],
    ['/api/v1/%2e%2e/trpc/entry.register', 400],
    ['/api/trpc/entry.register', 411],
  ] as const) {
    const socket = connect(port, '127.0.0.1')
    socket.write(`POST ${path} HTTP/1.1\r\nHost: site\r\nTransfer-Encoding: chunked\r\n\r\n`)
    const [first] = await once(socket, 'data')
    expect(String(first), path).toMatch(new RegExp(`^HTTP/1.1 ${status} `))
    socket.destroy()
  }
  expect(reached).toEqual([])
})

test('nothing can be sent to a page', async () => {
  const data = /^\/(api|users|vertifications|healthz|readyz)\b/
  const pages = [
    ...routes.filter((route) => !data.test(route)),
    '/_next/static/x',
    '/_next/image',
    '/of-nobody',
    '/api-keys',
  ]
  expect(pages.length).toBeGreaterThan(20)
  for (const method of ['POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']) {
    const answers = await answersTo(pages.map((page) => `${method} ${page}`))
    for (const [at, { status, head }] of answers.entries()) {
      expect([pages[at], status]).toEqual([pages[at], 405])
      expect(head).toContain('\r\nallow: get, head\r\n')
      expect(head).toContain('\r\ncache-control: no-store\r\n')
    }
  }
  expect(reached).toEqual([])
})

test('where a browser is, its page says in a way that Next can read', async () => {
  const { port } = server.address() as AddressInfo
  const here = ['', { children: ['students', { children: ['__PAGE__', {}, null, 'refetch'] }] }, null, null, 16]
  const deep = '%5B'.repeat(1_000) + '%5D'.repeat(1_000)
  const odd = [
    '',
    '%',
    '%7Bx',
    'null',
    '{}',
    '[1,2,3]',
    '['.repeat(9_000),
    deep,
    '["",{"children":["__proto__",{}]},1]',
  ]
  const statusOf = async (state: string) => {
    const headers = { rsc: '1', 'next-router-state-tree': state }
    return (await fetch(`http://127.0.0.1:${port}/students?_rsc=x`, { headers })).status
  }
  expect(await statusOf(encodeURIComponent(JSON.stringify(here)))).toBe(200)
  expect(reached.splice(0)).toEqual(['/students?_rsc=x'])
  for (const state of odd) expect(await statusOf(state), state.slice(0, 40)).toBe(400)
  expect(reached).toEqual([])
})
