import { randomUUID } from 'node:crypto'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, test } from 'vitest'
import { clearLeftovers } from './leftovers'

test('files of a moment go after an hour, and nothing else does', async () => {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'leftovers-'))
  mkdirSync(path.join(dataDir, 'spool'))
  const put = (name: string, minutesAgo: number) => {
    const then = Date.now() / 1_000 - minutesAgo * 60
    writeFileSync(path.join(dataDir, name), 'x')
    utimesSync(path.join(dataDir, name), then, then)
    return name
  }
  for (const start of ['.probe-', 'auth.secret.', 'postgres.password.', 'spool/']) put(`${start}${randomUUID()}`, 61)
  const kept = [
    put(`auth.secret.${randomUUID()}`, 59),
    put('auth.secret', 600),
    put('auth.secret.old', 600),
    put('postgres.password', 600),
    put('postgres.log', 600),
  ]
  await clearLeftovers(dataDir)
  expect(readdirSync(dataDir).sort()).toEqual([...kept, 'spool'].sort())
  expect(readdirSync(path.join(dataDir, 'spool'))).toEqual([])
  rmSync(dataDir, { recursive: true })
})
