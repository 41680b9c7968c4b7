import { createServer, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, test } from 'vitest'
import { closeServer } from './closing'

/** A server whose answers the test sends itself. */
async function heldServer(): Promise<{ server: Server; url: string; asked: Promise<ServerResponse> }> {
  let ask: (response: ServerResponse) => void = () => {}
  const asked = new Promise<ServerResponse>((resolve) => {
    ask = resolve
  })
  const server = createServer((_, response) => ask(response))
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const address: AddressInfo | string | null = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return { server, url: `http://127.0.0.1:${address.port}`, asked }
}

test('what is in flight is answered, nothing new is taken', async () => {
  const { server, url, asked } = await heldServer()
  const answer = fetch(url)
  const response = await asked
  const closed = closeServer(server, 5_000)
  await expect(fetch(url)).rejects.toThrow()
  response.end('done')
  expect(await (await answer).text()).toBe('done')
  await closed
})

test('what takes too long is cut off', async () => {
  const { server, url, asked } = await heldServer()
  const answer = fetch(url).catch(() => 'cut off')
  await asked
  await closeServer(server, 100)
  expect(await answer).toBe('cut off')
})
