import { once } from 'node:events'
import { Agent, createServer, type IncomingMessage, request, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { RouteHandler } from '@/infra/route-handlers'
import { callHandler } from './direct'

let handle: RouteHandler
let failed: Promise<unknown> = Promise.resolve()
const server = createServer((asked: IncomingMessage, response: ServerResponse) => {
  response.setHeader('X-Request-Id', 'ours')
  failed = callHandler(handle, { id: '7' }, asked, response).then(
    () => undefined,
    (error: unknown) => {
      response.destroy()
      return error
    },
  )
})
beforeAll(() => once(server.listen(0, '127.0.0.1'), 'listening'))
afterAll(() => server.close())

const ask = (method = 'GET') => {
  const { port } = server.address() as AddressInfo
  return request({ port, method, path: '/people/7?a=1', headers: { 'x-school': 'No. 1' } })
}
async function answered(asked: ReturnType<typeof ask>, body?: string): Promise<IncomingMessage> {
  asked.end(body)
  const [answer] = await once(asked, 'response')
  return answer
}

test('a handler is asked as it is on the Web, and its answer is sent as it is', async () => {
  handle = async (asked, { params }) => {
    const headers = new Headers([
      ['set-cookie', 'a=1'],
      ['set-cookie', 'b=2'],
      ['content-type', 'text/plain; charset=utf-8'],
    ])
    const told = [
      asked.method,
      new URL(asked.url).search,
      (await params).id,
      asked.headers.get('x-school'),
      await asked.text(),
    ]
    return new Response(told.join(' '), { status: 201, headers })
  }
  const answer = await answered(ask('PATCH'), '姓名')
  expect([answer.statusCode, answer.statusMessage]).toEqual([201, 'Created'])
  expect(answer.headers).toMatchObject({ 'x-request-id': 'ours', 'set-cookie': ['a=1', 'b=2'] })
  expect(await text(answer)).toBe('PATCH ?a=1 7 No. 1 姓名')
})

test('an answer without a body has none, and the connection goes on', async () => {
  handle = async () => new Response(null, { status: 204 })
  const answer = await answered(ask('DELETE'))
  expect([answer.statusCode, answer.statusMessage, await text(answer)]).toEqual([204, 'No Content', ''])
})

test('whoever stops reading ends what is behind the answer', async () => {
  let ended: (value: string) => void = () => {}
  const end = new Promise<string>((resolve) => {
    ended = resolve
  })
  handle = async (asked) => {
    asked.signal.addEventListener('abort', () => ended('aborted'))
    return new Response(new ReadableStream({ pull: (stream) => stream.enqueue(new Uint8Array(65_536)) }))
  }
  const answer = await answered(ask())
  await once(answer, 'data')
  answer.destroy()
  expect(await end).toBe('aborted')
  expect(await failed).toBeUndefined()
})

test('whoever leaves before there is an answer ends what is behind it', async () => {
  let ended: (value: string) => void = () => {}
  const end = new Promise<string>((resolve) => {
    ended = resolve
  })
  const asked = ask()
  asked.on('error', () => {})
  handle = async ({ signal }) => {
    asked.destroy()
    await once(signal, 'abort')
    return new Response(new ReadableStream({ cancel: () => ended('cancelled') }))
  }
  asked.end()
  expect(await end).toBe('cancelled')
  expect(await failed).toBeUndefined()
})

test('half an answer does not look whole', async () => {
  let read: () => void = () => {}
  const isRead = new Promise<void>((resolve) => {
    read = resolve
  })
  handle = async () =>
    new Response(
      new ReadableStream({
        start: (stream) => stream.enqueue(new TextEncoder().encode('[{"id": 1}')),
        async pull() {
          await isRead
          throw new Error('the database is gone')
        },
      }),
    )
  const answer = await answered(ask())
  answer.once('data', read)
  await expect(text(answer)).rejects.toThrow('aborted')
  expect(await failed).toMatchObject({ message: 'the database is gone' })
})

test.each([
  ['at all', async () => {}],
  [
    'to its end',
    async ({ body }: Request) => {
      for await (const _ of body ?? []) break
    },
  ],
])('a body that nobody reads %s does not hold up the next call of its connection', async (_, read) => {
  handle = async (asked) => {
    await read(asked)
    return new Response('who is it?', { status: 401 })
  }
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  const { port } = server.address() as AddressInfo
  const post = async () => {
    const asked = request({ port, agent, method: 'POST', path: '/people' })
    const answer = await answered(asked, 'x'.repeat(4_000_000))
    return [answer.statusCode, await text(answer)]
  }
  expect(await Promise.all([post(), post(), post()])).toEqual(Array(3).fill([401, 'who is it?']))
  agent.destroy()
})
