import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { text } from 'node:stream/consumers'
import { afterAll, expect, test } from 'vitest'
import { asNobody } from '../../src/testing/as-nobody'
import { refusals } from '../../src/testing/refusals/codes'
import { explain, stateWords } from '../supervisor/checks'
import { lineOf, openFile, readJsonArray } from './run'

const folder = mkdtempSync(path.join(tmpdir(), 'json-'))
afterAll(() => rmSync(folder, { recursive: true }))

const read = (bytes: string | Uint8Array) => {
  const file = path.join(folder, 'dump.json')
  writeFileSync(file, bytes)
  return readJsonArray(file)
}

// A dump that was redirected to a file has the encoding of that terminal.
test.each([
  ['UTF-8', Buffer.from('["张三"]')],
  ['UTF-8 with its mark', Buffer.from('\ufeff["张三"]')],
  ['UTF-16 of PowerShell', Buffer.from('\ufeff["张三"]', 'utf16le')],
  ['GB18030', Buffer.from('5b22d5c5c8fd225d', 'hex')],
])('a JSON file in %s', async (_, bytes) => expect(await read(bytes)).toEqual(['张三']))

test('a file of no encoding, no JSON and no array are refused by their names', async () => {
  await expect(read(Buffer.from('5b22e5bca0e4b889ff225d', 'hex'))).rejects.toThrow(
    /dump\.json is neither UTF-8 nor GB18030 throughout$/,
  )
  await expect(read('')).rejects.toThrow(/dump\.json is no JSON$/)
  await expect(read('{}')).rejects.toThrow(/dump\.json holds no JSON array$/)
  await expect(readJsonArray(folder)).rejects.toThrow(/cannot be read$/)
})

test('a file that may not be read, is a folder or is not there, is refused before anything is done with it', async () => {
  const file = path.join(folder, 'closed.csv')
  writeFileSync(file, 'a', { mode: 0o000 })
  for (const unreadable of [file, folder, path.join(folder, 'none.csv')])
    await asNobody(() => expect(openFile(unreadable)).rejects.toThrow(`${unreadable} cannot be read`))
  writeFileSync(path.join(folder, 'open.csv'), 'a')
  expect(await text(await openFile(path.join(folder, 'open.csv')))).toBe('a')
})

test('every failure is one line: of the server in every state, of files, of Prisma, and of nobody knows what', () => {
  const words = { message: 'the server\nis not well', severity: 'ERROR' }
  for (const { code, state } of refusals) {
    const line = `${stateWords[state]}: is not well (${code})`
    expect(lineOf(Object.assign(new Error(words.message), { ...words, code }))).toBe(line)
    expect(explain(Object.assign(new Error(words.message), { ...words, code }))).toBe(line)
  }
  const denied = Object.assign(new Error('permission denied for table person'), { code: '42501', severity: 'ERROR' })
  expect(explain(denied)).toBe('数据库拒绝 · the database refused: permission denied for table person (42501)')
  const ofFile = (code: string, path?: string) =>
    Object.assign(new Error('open'), { code, syscall: 'open', ...(path ? { path } : {}) })
  expect(lineOf(ofFile('ENOSPC', '/data/a'))).toBe('/data/a: the disk is full')
  expect(explain(ofFile('EACCES', '/data/a'))).toBe('/data/a: this user may not write there')
  expect(lineOf(ofFile('EMFILE'))).toBe('too many files are open: raise the limit (ulimit -n)')
  expect(lineOf(ofFile('ECONNREFUSED'))).toBe(`${stateWords.away}: open`)
  expect(lineOf(new Error('Invalid `db.x()` invocation in\n  1 const y\n\nwhat it was'))).toBe('what it was')
  expect(lineOf('a text')).toBe('a text')
})
