import { once } from 'node:events'
import { createServer, request, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { sessionCookie } from '@/auth/cookies'
import { rememberCaller } from '@/infra/known-callers'
import { inPageTurn } from './page-turn'

/** Answers that are begun and wait to be ended by the test. */
const begun: ServerResponse[] = []
const server = createServer((asked, response) => {
  asked.headers['x-client-address'] = '192.0.2.1'
  void inPageTurn(asked, response, async () => void begun.push(response))
})
beforeAll(() => once(server.listen(0, '127.0.0.1'), 'listening'))
afterAll(() => server.close())

async function get(path: string, cookie?: string): Promise<string> {
  const { port } = server.address() as AddressInfo
  const asked = request({ port, path, agent: false, headers: cookie ? { cookie: `${sessionCookie()}=${cookie}` } : {} })
  asked.end()
  const [answer] = await once(asked, 'response')
  return text(answer)
}
const until = (count: number) => expect.poll(() => begun.length, { interval: 5, timeout: 30_000 }).toBe(count)

test('pages of strangers are answered two at a time; others, and other routes, at once', async () => {
  const pages = ['/sign-in', '/api/openapi.json', '/docs/api', '/nothing'].map((path) => get(path, 'garbage'))
  await until(2)
  rememberCaller('living', 'account 1')
  const others = [get('/students', 'living'), get('/api/v1/reflections'), get('/healthz')]
  await until(5)
  for (const response of begun.splice(2)) response.end('other')
  expect(await Promise.all(others)).toEqual(['other', 'other', 'other'])
  for (let left = pages.length; left > 0; left--) {
    await expect.poll(() => begun.length, { interval: 5, timeout: 30_000 }).toBeGreaterThan(0)
    begun.shift()?.end('page')
  }
  expect(await Promise.all(pages)).toEqual(['page', 'page', 'page', 'page'])
})
