import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { acquireDatabase } from './embedded-postgres'
import { childrenOf, Stillness } from './postgres-activity'
import { findPostmaster, runs } from './postgres-pid-file'
import { stopServer } from './postgres-stop'

let dataDir: string
let over: AbortController
const cluster = () => path.join(dataDir, 'postgres')
const server = async () => (await findPostmaster(cluster()))?.pid ?? 0
const acquire = () => acquireDatabase(dataDir, { durable: false, signal: over.signal })
const signalAll = (pid: number, name: NodeJS.Signals) => {
  for (const each of [pid, ...childrenOf(pid)]) process.kill(each, name)
}

beforeEach(async () => {
  dataDir = await mkdtemp(path.join(tmpdir(), 'mingce-embedded-end-'))
  over = new AbortController()
})
afterEach(async () => {
  const left = await server()
  if (left) await stopServer(left, 0)
  await rm(dataDir, { recursive: true, force: true })
})

test('embedded database: a first start that is given up leaves no cluster and no password beside it', async () => {
  const made = acquire()
  await expect.poll(async () => (await readdir(dataDir)).join(), { timeout: 60_000, interval: 5 }).toMatch(/new-/)
  over.abort(new Error('given up'))
  await expect(made).rejects.toThrow('given up')
  expect((await readdir(dataDir)).filter((name) => name !== 'postgres.password')).toEqual([])
})

test('embedded database: a start that is refused leaves no server', async () => {
  await (await acquire()).release()
  await writeFile(path.join(dataDir, 'postgres.password'), `${'0'.repeat(64)}\n`)
  await expect(acquire()).rejects.toThrow(/refuses the password/)
  expect(await server()).toBe(0)
})

test('embedded database: one that recovers is waited for, and ended with a start that is given up', async () => {
  await (await acquire()).release()
  await writeFile(path.join(cluster(), 'recovery.signal'), '')
  await writeFile(path.join(cluster(), 'postgresql.auto.conf'), "restore_command = 'sleep 100'\n")
  const taken = acquire()
  await expect.poll(server, { timeout: 60_000 }).not.toBe(0)
  const pid = await server()
  over.abort(new Error('given up'))
  await expect(taken).rejects.toThrow('given up')
  expect(runs(pid)).toBe(false)
})

test('embedded database: one that hangs is ended hard by who started it, and left by who did not', async () => {
  const [first, second] = [await acquire(), await acquire()]
  const pid = await server()
  signalAll(pid, 'SIGSTOP')
  // Another start takes it for no dead one, and can be given up.
  const third = acquire()
  const stillness = new Stillness(1)
  await stillness.of(pid)
  await expect.poll(() => stillness.of(pid), { timeout: 60_000 }).toBeGreaterThan(0)
  over.abort(new Error('given up'))
  await expect(third).rejects.toThrow('given up')
  expect(await second.release()).toBe('left')
  expect(await first.release()).toBe('killed')
  expect(runs(pid)).toBe(false)
})
