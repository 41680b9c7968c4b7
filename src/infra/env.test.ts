import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { asNobody } from '@/testing/as-nobody'
import { readEnv, readEnvFile, SettingsError } from './env'

let folder: string
const file = () => path.join(folder, '.env')

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'env-'))
  chmodSync(folder, 0o755)
})
afterEach(() => rmSync(folder, { recursive: true }))

test.each([
  ['as any editor writes it', 'PORT=3001\nHOST="0.0.0.0" # all\n'],
  ['as Windows writes it', '\ufeffPORT=3001\r\nHOST=0.0.0.0\r\n'],
])('the file of the settings, %s', (_, text) => {
  writeFileSync(file(), text)
  expect(readEnvFile(file())).toEqual({ PORT: '3001', HOST: '0.0.0.0' })
})

test('no file is no setting', () => expect(readEnvFile(file())).toEqual({}))

test('a file that cannot be read is not passed over: the site would be another', async () => {
  const refused = async (why: string) => {
    const read = async () => readEnvFile(file())
    const error = await asNobody(() => read().catch((thrown: unknown) => thrown))
    expect(error).toBeInstanceOf(SettingsError)
    expect(String(error)).toContain(`${file()} ${why}`)
  }
  writeFileSync(file(), 'PORT=3001', { mode: 0o000 })
  await refused('cannot be read: EACCES')
  rmSync(file())
  writeFileSync(file(), Buffer.from('\ufeffPORT=3001', 'utf16le'))
  await refused('is not in UTF-8')
  // SMS_SIGN=名册 as an editor saves it in GBK.
  writeFileSync(file(), Buffer.from('534d535f5349474e3dc3fbb2e1', 'hex'))
  await refused('is not in UTF-8')
  rmSync(file())
  mkdirSync(file())
  await refused('cannot be read: EISDIR')
})

test('webhooks reach no private address unless the setting says which', () => {
  expect(readEnv({}).webhookReach).toEqual({ networks: false, listed: [] })
  expect(readEnv({ WEBHOOK_ALLOW_PRIVATE: 'true' }).webhookReach).toEqual({ networks: true, listed: [] })
  expect(readEnv({ WEBHOOK_ALLOW_PRIVATE: '10.0.0.0/8,127.0.0.1/32' }).webhookReach).toEqual({
    networks: false,
    listed: ['10.0.0.0/8', '127.0.0.1'],
  })
  expect(() => readEnv({ WEBHOOK_ALLOW_PRIVATE: 'yes' })).toThrow(/^wrong setting: WEBHOOK_ALLOW_PRIVATE: must be true/)
})
