import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { hostname, tmpdir } from 'node:os'
import path from 'node:path'
import type { Writable } from 'node:stream'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { asNobody } from '../../src/testing/as-nobody'
import { wholeFile } from './whole-file'

let folder: string
const file = () => path.join(folder, 'site.zip')
const listed = () => readdirSync(folder).sort()

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'whole-file-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const writing = (text: string) => async (into: Writable) => {
  into.end(text)
  await once(into, 'close')
}

async function deadPid(): Promise<number> {
  const child = spawn(process.execPath, ['-e', ''])
  await once(child, 'exit')
  return child.pid ?? 0
}

describe('what a run that was killed left beside its target', () => {
  const left = (name: string, daysAgo = 0) => {
    const draft = path.join(folder, name)
    writeFileSync(draft, 'half')
    const then = Date.now() / 1_000 - daysAgo * 86_400
    utimesSync(draft, then, then)
    return name
  }

  test('is gone after the next run to the same target', async () => {
    left(`site.zip.${hostname()}-${await deadPid()}.part`)
    await wholeFile(file(), writing('whole'))
    expect(listed()).toEqual(['site.zip'])
    expect(readFileSync(file(), 'utf8')).toBe('whole')
  })

  test('is gone though its number is another process’s by now', async () => {
    left(`site.zip.${hostname()}-${process.ppid}.part`, 2)
    await wholeFile(file(), writing('whole'))
    expect(listed()).toEqual(['site.zip'])
  })

  test('is left alone while its run may live: here, or on another machine', async () => {
    const alive = [
      left(`site.zip.${hostname()}-${process.ppid}.part`),
      left(`site.zip.elsewhere-${await deadPid()}.part`),
    ]
    await wholeFile(file(), writing('whole'))
    expect(listed()).toEqual([...alive, 'site.zip'].sort())
  })

  test('is nobody else’s file', async () => {
    const others = [left('site.zip.part', 9), left('site.zip.1.part', 9), left(`other.zip.x-1.part`, 9)]
    await wholeFile(file(), writing('whole'))
    expect(listed()).toEqual([...others, 'site.zip'].sort())
  })
})

test('a run that fails leaves what was there, and nothing beside it', async () => {
  writeFileSync(file(), 'of last week')
  await expect(wholeFile(file(), async () => Promise.reject(new Error('no more')))).rejects.toThrow(
    `${file()} was not written: no more`,
  )
  expect(listed()).toEqual(['site.zip'])
  expect(readFileSync(file(), 'utf8')).toBe('of last week')
})

test('what cannot be written is said in plain words', async () => {
  const absent = path.join(folder, 'none', 'site.zip')
  await expect(wholeFile(absent, writing('x'))).rejects.toThrow(`${absent} was not written: there is no such folder`)
  await expect(wholeFile(folder, writing('x'))).rejects.toThrow(`${folder} was not written: it is a folder`)
  expect(listed()).toEqual([])
  chmodSync(folder, 0o000)
  await asNobody(() =>
    expect(wholeFile(file(), writing('x'))).rejects.toThrow(`${file()} was not written: this user may not write there`),
  )
  chmodSync(folder, 0o700)
})
