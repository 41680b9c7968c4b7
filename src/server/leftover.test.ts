import { once } from 'node:events'
import { createServer, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { boundLeftover } from './leftover'

const server = createServer((asked, response) => {
  boundLeftover(asked, response)
  response.writeHead(413).end('too large')
})
let port = 0
beforeAll(async () => {
  await once(server.listen(0, '127.0.0.1'), 'listening')
  port = (server.address() as AddressInfo).port
})
afterAll(() => server.close())

/** Sends zeros for as long as they are taken; answers the status, if it was seen, and how many bytes went out. */
async function send(bytes: number): Promise<{ status: number | undefined; sent: number }> {
  const asked = request({ port, agent: false, method: 'POST', headers: { 'transfer-encoding': 'chunked' } })
  let status: number | undefined
  asked.on('error', () => {})
  asked.on('response', (answer) => {
    status = answer.statusCode
    answer.on('error', () => {}).resume()
  })
  const closed = new Promise((resolve) => asked.once('close', resolve))
  const piece = Buffer.alloc(65_536)
  let sent = 0
  for (; sent < bytes && !asked.destroyed; sent += piece.length)
    if (!asked.write(piece)) await Promise.race([new Promise((resolve) => asked.once('drain', resolve)), closed])
  if (!asked.destroyed) asked.end()
  await closed
  return { status, sent }
}

test('leftover: a caller who sends somewhat too much sees the answer', async () => {
  expect(await send(2_000_000)).toMatchObject({ status: 413 })
})

test('leftover: of many who go on sending, no more is taken than may be thrown away in that time', async () => {
  const began = performance.now()
  const all = await Promise.all(Array.from({ length: 5 }, () => send(45_000_000)))
  const seconds = (performance.now() - began) / 1000
  const sent = all.reduce((sum, each) => sum + each.sent, 0)
  // What lies in the buffers of a connection was sent and not taken: some megabytes for each.
  expect(sent).toBeLessThan(8_000_000 * (1 + seconds) + 5 * 8_000_000)
  expect(sent).toBeLessThan(5 * 45_000_000)
})
