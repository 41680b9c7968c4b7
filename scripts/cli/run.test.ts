import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { readJsonArray } from './run'

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
