import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openDb, type RootDb } from '@/infra/db'
import { newTestDatabase } from '@/testing/database'
import { forgetSecret, startSecret } from './secret'

let [dataDir, db]: [string, RootDb] = ['', openDb(await newTestDatabase(), 1)]
const file = () => path.join(dataDir, 'auth.secret')
const start = (authSecret?: string) => startSecret(db.sql, { dataDir, authSecret })
beforeAll(async () => {
  dataDir = await mkdtemp(path.join(tmpdir(), 'mingce-secret-'))
})
afterAll(async () => {
  await db.end()
  await rm(dataDir, { recursive: true })
})

test('secret: a new site makes one, and each start finds the same', async () => {
  const secret = await start()
  expect(await start()).toBe(secret)
  expect((await readFile(file(), 'utf8')).trim()).toBe(secret)
})

test('secret: a missing one is refused, and none is made', async () => {
  const kept = await readFile(file())
  await rm(file())
  await expect(start()).rejects.toThrow(`${file()} is missing`)
  await expect(readFile(file())).rejects.toThrow('ENOENT')
  await writeFile(file(), kept)
})

test('secret: another one is refused, in the data dir and in the settings', async () => {
  const kept = await readFile(file(), 'utf8')
  await writeFile(
    file(),
    kept.replace(/^./, (digit) => (digit === 'a' ? 'b' : 'a')),
  )
  await expect(start()).rejects.toThrow(`${file()} is not the secret`)
  await writeFile(file(), kept)
  await expect(start('another secret, of the settings, and long')).rejects.toThrow('AUTH_SECRET is not the secret')
  expect(await start(kept.trim())).toBe(kept.trim())
})

test('secret: a school that the command line made before the first start is no obstacle', async () => {
  await db.sql("INSERT INTO school (name) VALUES ('x')")
  await db.sql('DELETE FROM site_secret')
  await rm(file())
  expect(await start()).toMatch(/^[0-9a-f]{64}$/)
})

test('secret: a site that served before fingerprints does not get a new one either', async () => {
  await db.sql("INSERT INTO account (school_id, username, last_login_at) SELECT id, 'a', now() FROM school")
  await db.sql('DELETE FROM site_secret')
  const kept = await readFile(file())
  await rm(file())
  await expect(start()).rejects.toThrow('is missing')
  await writeFile(file(), kept)
  await start()
  expect(await db.sql('SELECT id FROM site_secret')).toEqual([{ id: 1 }])
})

test('secret: one that is said to be lost gives way to a new one, which is held from then on', async () => {
  const old = await start()
  await rm(file())
  await forgetSecret(db.sql)
  const fresh = await start()
  expect(fresh).not.toBe(old)
  await writeFile(file(), `${old}\n`)
  await expect(start()).rejects.toThrow('is not the secret')
})
