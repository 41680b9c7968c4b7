import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, inject, test } from 'vitest'
import { readEnv } from '@/infra/env'
import { databaseUrl, onServer } from '@/testing/database-server'
import { unique } from '@/testing/factories'
import { checkDatabase, checkPlace, notePlace, tooOld } from './checks'

const { url, prefix } = inject('testServer')

/** A database of that encoding, empty or with a table of a site. */
async function inEncoding(encoding: string, table = ''): Promise<string> {
  const name = `${prefix}${unique('encoding')}`
  await onServer(url, (client) =>
    client.query(`CREATE DATABASE ${name} ENCODING '${encoding}' LOCALE_PROVIDER libc LOCALE 'C' TEMPLATE template0`),
  )
  const made = databaseUrl(url, name)
  if (table) await onServer(made, (client) => client.query(`CREATE TABLE ${table} (id int)`))
  return made
}

test.each(['SQL_ASCII', 'LATIN1', 'EUC_CN'])('start: a database in %s is refused in one line', async (encoding) => {
  await expect(checkDatabase(await inEncoding(encoding))).rejects.toThrow(`is in ${encoding}, not UTF8: make one by`)
  const site = await inEncoding(encoding, 'school')
  await expect(checkDatabase(site)).rejects.toThrow('backup FILE` here and `restore FILE` there')
  await checkDatabase(site, { readsOnly: true })
})

test('start: a database in UTF-8 is taken', async () => checkDatabase(await inEncoding('UTF8')))

test('start: a server older than 15 is refused by its number', () => {
  expect(tooOld(140_013)).toContain('is PostgreSQL 14: 15 or newer is needed')
  expect(tooOld(90_624)).toContain('is PostgreSQL 9:')
  for (const version of [150_000, 150_010, 180_001]) expect(tooOld(version)).toBeUndefined()
})

test('start: a database that may only be read is refused in one line, and is backed up', async () => {
  const readOnly = await inEncoding('UTF8')
  await onServer(readOnly, (client) =>
    client.query(`ALTER DATABASE ${new URL(readOnly).pathname.slice(1)} SET default_transaction_read_only = on`),
  )
  await expect(checkDatabase(readOnly)).rejects.toThrow('is read-only: set default_transaction_read_only = off')
  await checkDatabase(readOnly, { readsOnly: true })
})

test('start: a site whose database is elsewhere is not started without its address', async () => {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'mingce-place-'))
  const settings = (more = {}) => readEnv({ MINGCE_DATA_DIR: dataDir, ...more })
  try {
    await checkPlace(settings())
    await notePlace(settings({ DATABASE_URL: 'postgresql://u:hush@db.example:5433/site' }))
    const refused = checkPlace(settings())
    await expect(refused).rejects.toThrow('had its database at db.example:5433/site')
    await expect(refused).rejects.not.toThrow('hush')
    await checkPlace(settings({ DATABASE_URL: 'postgresql://u@db.example:5433/site' }))
    await checkPlace(settings(), true)
    await checkPlace(settings())
  } finally {
    await rm(dataDir, { recursive: true })
  }
})
