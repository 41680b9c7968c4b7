import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { acquireDatabase, type HeldDatabase } from '@/infra/embedded-postgres'
import { applyMigrations } from '@/infra/migrate'
import { childrenOf } from '@/infra/postgres-activity'
import { findPostmaster, runs } from '@/infra/postgres-pid-file'
import { DatabaseWatch } from './database-watch'

let dataDir: string
let database: HeldDatabase
beforeAll(async () => {
  dataDir = await mkdtemp(path.join(tmpdir(), 'mingce-watch-'))
  database = await acquireDatabase(dataDir, { durable: false })
  await applyMigrations(database.url)
})
afterAll(async () => {
  await database.release()
  await rm(dataDir, { recursive: true, force: true })
})

const cluster = () => path.join(dataDir, 'postgres')
const signalAll = (pid: number, name: NodeJS.Signals) => {
  for (const each of [pid, ...childrenOf(pid)]) process.kill(each, name)
}

/** A watch that looks often, and what it says. */
function watching(still: number) {
  const [said, complained, over]: [string[], string[], AbortController] = [[], [], new AbortController()]
  const watch = new DatabaseWatch({
    url: () => database.url,
    cluster: cluster(),
    say: (line) => said.push(line),
    complain: (line) => complained.push(line),
    times: { every: 100, still },
  })
  watch.start(over.signal)
  return { watch, said, complained, end: () => over.abort() }
}
const long = { timeout: 60_000 }

test('database watch: a server that hangs is told of, waited for, and well again when it goes on', async () => {
  const { watch, said, complained, end } = watching(600_000)
  const pid = (await findPostmaster(cluster()))?.pid ?? 0
  signalAll(pid, 'SIGSTOP')
  await expect.poll(() => complained.join(), long).toContain('does not answer')
  expect(watch.isWell).toBe(false)
  signalAll(pid, 'SIGCONT')
  await expect.poll(() => said.join(), long).toContain('well again')
  expect(watch.isWell).toBe(true)
  expect(complained).toHaveLength(1)
  end()
  expect(runs(pid)).toBe(true)
})

test('database watch: a server that has not stirred for long is ended hard, whatever stopped it', async () => {
  const { complained, end } = watching(200)
  const pid = (await findPostmaster(cluster()))?.pid ?? 0
  signalAll(pid, 'SIGSTOP')
  await expect.poll(() => runs(pid), long).toBe(false)
  expect(complained.join()).toContain('restarting it hard')
  end()
})
