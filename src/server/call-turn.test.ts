import { once } from 'node:events'
import { Agent, createServer, type IncomingMessage, request, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { asCaller, currentCaller } from '@/infra/caller'
import { rememberCaller } from '@/infra/known-callers'
import { leaveTurn, withoutTurn } from '@/infra/queue/call-turn'
import { limitsOf } from '@/infra/queue/limits'
import { inCallTurn } from './call-turn'
import { refuseBusy } from './refusal'

const { perLane, slots } = limitsOf('call')

type Answer = (asked: IncomingMessage, response: ServerResponse) => unknown
let answer: Answer = (_, response) => response.end()
const server = createServer((asked, response) => {
  asked.headers['x-client-address'] =
    asked.headers['x-from'] === undefined ? '192.0.2.1' : String(asked.headers['x-from'])
  inCallTurn(asked, response, () => void answer(asked, response))
})
const agent = new Agent({ keepAlive: true, maxSockets: 1_000 })
beforeAll(() => once(server.listen(0, '127.0.0.1'), 'listening'))
afterAll(() => {
  agent.destroy()
  server.closeAllConnections()
  server.close()
})

/** Answers that were begun and wait to be ended. */
let begun: { key: string; response: ServerResponse }[] = []
beforeEach(() => {
  begun = []
  answer = (asked, response) => void begun.push({ key: String(asked.headers.authorization), response })
})

const port = () => (server.address() as AddressInfo).port
const keyOf = (name: string) => {
  rememberCaller(`mk_${name}`, `key ${name}`)
  return { authorization: `Bearer mk_${name}` }
}
function ask(headers: Record<string, string>, path = '/api/v1/reflections') {
  const asked = request({ port: port(), path, agent, headers })
  asked.on('error', () => {})
  asked.end()
  return asked
}
const got = async (asked: ReturnType<typeof ask>) => {
  const [response]: IncomingMessage[] = await once(asked, 'response')
  return response ? { status: response.statusCode, headers: response.headers, body: await text(response) } : undefined
}
const count = (key: string) => begun.filter((each) => each.key.endsWith(key)).length
const until = (holds: () => boolean) => expect.poll(holds, { interval: 5, timeout: 30_000 }).toBe(true)

test('a caller with many connections has so many calls under way; another is answered at once', async () => {
  const crowd = Array.from({ length: 100 }, () => ask(keyOf('crowd')))
  await until(() => count('crowd') === perLane)
  const others = ['one', 'two'].map((name) => ask(keyOf(name)))
  await until(() => count('one') + count('two') === 2)
  expect(count('crowd')).toBe(perLane)
  for (const asked of [...crowd, ...others]) asked.destroy()
})

test('strangers take turns by network, and take none of those who are known', async () => {
  const crowd = Array.from({ length: 100 }, (_, n) => ask({ 'x-from': `2001:db8::${n}` }))
  await until(() => begun.length === perLane)
  // As many networks as there are.
  const many = Array.from({ length: 100 }, (_, n) => ask({ 'x-from': `198.51.100.${n}` }))
  await until(() => begun.length === slots)
  const known = ask(keyOf('known'))
  await until(() => count('known') === 1)
  for (const asked of [...crowd, ...many, known]) asked.destroy()
})

test('answers that wait for nothing are bounded in a round of the event loop too', async () => {
  let [inRound, most] = [0, 0]
  answer = (_, response) => {
    if (inRound === 0) setImmediate(() => setImmediate(() => (inRound = 0)))
    inRound += 1
    most = Math.max(most, inRound)
    response.end('done')
  }
  const crowd = Array.from({ length: 200 }, () => got(ask(keyOf('quick'))))
  expect((await Promise.all(crowd)).map((each) => each?.body)).toEqual(Array(200).fill('done'))
  // Two rounds may be counted as one.
  expect(most).toBeLessThanOrEqual(2 * perLane)
})

test('whoever waits for their caller, or elsewhere, gives the place to the next', async () => {
  let arrive = () => {}
  const body = new Promise<void>((resolve) => {
    arrive = resolve
  })
  const waiting = Array(perLane).fill('slow')
  answer = async (asked, response) => {
    const slow = waiting.pop()
    if (slow) await withoutTurn(() => body)
    else if (asked.headers['x-leaves']) leaveTurn()
    begun.push({ key: slow ?? 'next', response })
  }
  const slow = waiting.map(() => ask(keyOf('slow')))
  await until(() => waiting.length === 0)
  const next = Array.from({ length: perLane }, () => ask({ ...keyOf('slow'), 'x-leaves': '1' }))
  await until(() => count('next') === perLane)
  const last = Array.from({ length: perLane }, () => ask(keyOf('slow')))
  await until(() => count('next') === 2 * perLane)
  // Those whose body is there now wait for a place again.
  arrive()
  await new Promise((resolve) => setImmediate(resolve))
  expect(count('slow')).toBe(0)
  for (const { response } of begun) response.end()
  await until(() => count('slow') === perLane)
  for (const asked of [...slow, ...next, ...last]) asked.destroy()
})

test('whoever leaves while they wait for a place again is not waited for', async () => {
  let settled = 0
  let arrive = () => {}
  const body = new Promise<void>((resolve) => {
    arrive = resolve
  })
  answer = async (asked, response) => {
    if (asked.headers['x-again']) {
      await withoutTurn(() => body)
      settled += 1
    }
    begun.push({ key: String(asked.headers.authorization), response })
  }
  const again = ask({ ...keyOf('again'), 'x-again': '1' })
  const others = Array.from({ length: perLane + 1 }, () => ask(keyOf('again')))
  await until(() => count('again') === perLane)
  arrive()
  await new Promise((resolve) => setImmediate(resolve))
  expect(settled).toBe(0)
  again.destroy()
  await until(() => settled === 1)
  for (const asked of others) asked.destroy()
})

test('whoever leaves while waiting is forgotten, and each is answered as who they are', async () => {
  answer = (asked, response) => {
    const inherited = currentCaller()?.network
    asCaller(String(asked.headers['x-from']), undefined, () => {
      setImmediate(() => response.end(`${inherited} ${currentCaller()?.network}`))
    })
  }
  const crowd = Array.from({ length: 60 }, (_, n) => ask({ ...keyOf('mixed'), 'x-from': `192.0.2.${n}` }))
  for (const asked of crowd.splice(20, 20)) asked.destroy()
  const answers = await Promise.all(crowd.map(got))
  expect(answers.map((each) => each?.body)).toEqual(
    [...Array(20).keys(), ...Array.from({ length: 20 }, (_, n) => n + 40)].map((n) => `undefined 192.0.2.${n}`),
  )
})

test.each([
  ['/api/v1/reflections', { name: 'Service Unavailable', message: expect.any(String), code: 0, status: 503 }],
  ['/users/', { detail: '服务暂不可用。' }],
  [
    '/api/trpc/people.list',
    { error: { json: { data: { httpStatus: 503, failure: { kind: 'unavailable', seconds: 5 } } } } },
  ],
  ['/api/exports/people', { failure: { kind: 'unavailable', seconds: 5 } }],
])('%s says in its own words that too many wait', async (path, body) => {
  answer = (asked, response) => refuseBusy(asked, response, 5)
  const answered = await got(ask({}, path))
  expect([answered?.status, answered?.headers['retry-after']]).toEqual([503, '5'])
  expect(JSON.parse(answered?.body ?? '')).toMatchObject(body)
})
