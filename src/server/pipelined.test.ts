import { once } from 'node:events'
import { createServer, type ServerResponse } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { boundPipeline } from './pipelined'

const many = 20_000
let seen: ServerResponse[] = []
let answer: (response: ServerResponse) => unknown = (response) => seen.push(response)
const server = createServer((asked, response) => {
  boundPipeline(asked, response)
  if (asked.method === 'POST') asked.resume().once('end', () => answer(response))
  else answer(response)
})
beforeAll(() => once(server.listen(0, '127.0.0.1'), 'listening'))
afterAll(() => {
  server.closeAllConnections()
  server.close()
})

/** Sends it all at once, and counts the answers. */
function send(text: string) {
  const { port } = server.address() as AddressInfo
  const socket = connect(port, '127.0.0.1', () => socket.write(text))
  const got = { answers: 0, socket }
  const head = 'HTTP/1.1 200'
  let rest = ''
  socket.on('data', (chunk) => {
    const text = rest + chunk.toString('latin1')
    got.answers += text.split(head).length - 1
    // A head may come in two pieces.
    rest = text.slice(1 - head.length)
  })
  return got
}

test('of requests that come before the last is answered, few are read; all are answered', async () => {
  const got = send('GET / HTTP/1.1\r\nhost: x\r\n\r\n'.repeat(many))
  await expect.poll(() => seen.length).toBeGreaterThan(0)
  // As many rounds as it would take to read all of them.
  for (let round = 0; round < 200; round++) await new Promise((resolve) => setImmediate(resolve))
  expect(seen.length).toBeLessThan(many / 4)
  answer = (response) => response.end()
  for (const response of seen) response.end()
  await expect.poll(() => got.answers, { timeout: 30_000 }).toBe(many)
  got.socket.destroy()
})

test('bodies that follow each other come whole', async () => {
  seen = []
  answer = (response) => response.end()
  const got = send(`POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 100000\r\n\r\n${'x'.repeat(100_000)}`.repeat(20))
  await expect.poll(() => got.answers, { timeout: 30_000 }).toBe(20)
  got.socket.destroy()
})
