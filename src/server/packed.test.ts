import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer, get, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { buffer } from 'node:stream/consumers'
import { brotliCompressSync, brotliDecompressSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { findPacked, sendPacked } from './packed'

const script = 'export const answer = 42\n'
let folder: string
const server = createServer((request, response) => {
  if (!sendPacked(findPacked(folder), request, response)) response.end('not packed')
})

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'mingce-packed-'))
  await writeFile(path.join(folder, 'a.js'), script)
  await writeFile(path.join(folder, 'a.js.br'), brotliCompressSync(script))
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
})
afterAll(async () => {
  server.close()
  await rm(folder, { recursive: true })
})

async function fetched(where: string, encoding: string): Promise<{ answer: IncomingMessage; body: Buffer }> {
  const address = server.address() as AddressInfo
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    const options = { port: address.port, path: where, headers: { 'accept-encoding': encoding }, agent: false }
    get(options, resolve).on('error', reject)
  })
  return { answer, body: await buffer(answer) }
}

test('a script is sent as the build compressed it, to whoever takes that', async () => {
  const { answer, body } = await fetched('/_next/static/a.js?dpl=1', 'gzip, br')
  expect(answer.headers).toMatchObject({
    'content-encoding': 'br',
    'content-type': 'application/javascript; charset=UTF-8',
    'cache-control': 'public, max-age=31536000, immutable',
    vary: 'Accept-Encoding',
  })
  expect(String(brotliDecompressSync(body))).toBe(script)
})

test('whatever else is asked for is left to Next', async () => {
  for (const [where, encoding] of [
    ['/_next/static/a.js', 'gzip'],
    ['/_next/static/a.js', 'br;q=0, gzip'],
    ['/_next/static/a.js.br', 'br'],
    ['/_next/static/../a.js', 'br'],
    ['/students', 'br'],
  ] as const)
    expect(String((await fetched(where, encoding)).body), `${where} ${encoding}`).toBe('not packed')
})

test('without a build nothing is packed', () => {
  expect(findPacked('no-such-folder').size).toBe(0)
})
