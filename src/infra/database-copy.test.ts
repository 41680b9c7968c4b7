import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chownSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { clearCopies } from './database-copy'

let folder: string
let bystander: ChildProcess

beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'copies-'))
  vi.stubEnv('TMPDIR', folder)
  bystander = spawn(process.execPath, ['-e', 'console.log(1); setInterval(() => {}, 1e6)'])
  if (bystander.stdout) await once(bystander.stdout, 'data')
})
afterEach(() => {
  vi.unstubAllEnvs()
  bystander.kill('SIGKILL')
  rmSync(folder, { recursive: true, force: true })
})

const isAlive = () => bystander.exitCode === null && bystander.signalCode === null

/** What a command of that number left, with a pid file that names the bystander. */
function copyOf(pid: number): string {
  const copy = path.join(folder, `mingce-copy-${pid}-abcdef`)
  mkdirSync(path.join(copy, 'postgres'), { recursive: true })
  writeFileSync(
    path.join(copy, 'postgres', 'postmaster.pid'),
    `${bystander.pid}\n${copy}/postgres\n1\n5432\n\n\n\nready\n`,
  )
  return copy
}

async function deadPid(): Promise<number> {
  const child = spawn(process.execPath, ['-e', ''])
  await once(child, 'exit')
  return child.pid ?? 0
}

test('the copy of a command that was killed goes, and whoever has the number of its server lives', async () => {
  const copy = copyOf(await deadPid())
  await clearCopies()
  expect([existsSync(copy), isAlive()]).toEqual([false, true])
})

test('the copy of a command that runs stays', async () => {
  const copy = copyOf(process.pid)
  await clearCopies()
  expect(existsSync(copy)).toBe(true)
})

test.skipIf(process.getuid?.() !== 0)('what another user put there is nobody’s copy', async () => {
  const copy = copyOf(await deadPid())
  chownSync(copy, 65_534, 65_534)
  await clearCopies()
  expect([existsSync(copy), isAlive()]).toEqual([true, true])
})
