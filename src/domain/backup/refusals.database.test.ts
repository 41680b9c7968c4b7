import { createWriteStream } from 'node:fs'
import { cp, mkdir, readFile, truncate, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { beforeAll, describe, expect, test } from 'vitest'
import { ZipFile } from 'yazl'
import { migrationsOf } from '@/infra/backup/catalog'
import { manifestEntry, secretEntry } from '@/infra/backup/manifest'
import { type Backup, checkBackup, openBackup, textOf } from '@/infra/backup/read'
import { readOrMakeSecret } from '@/infra/data-dir'
import { openDb } from '@/infra/db'
import { applyMigrations, schemaDrift } from '@/infra/migrate'
import { migrationNames, migrationsFolder } from '@/infra/migration-status'
import { lockSite, siteLock } from '@/infra/site-lock'
import { backUp, furnish, here, restore, scratchFolder } from '@/testing/backups'
import { newTestDatabase } from '@/testing/database'
import { onServer } from '@/testing/database-server'
import { makeBackup } from './make'

const scratch = scratchFolder()
let url: string
let file: string
const secret = () => readOrMakeSecret(path.join(path.dirname(file), 'own'), secretEntry)

beforeAll(async () => {
  url = await newTestDatabase()
  const db = openDb(url, 2)
  await furnish(db)
  await db.end()
  file = scratch('whole.zip')
  await backUp(url, file)
  await mkdir(scratch('own'))
  await secret()
})

const rows = (of: string, sql: string) => onServer(of, async (client) => (await client.query(sql)).rows)
const place = () => ({ ...here(), dataDir: scratch() })
const check = async (of: string) => {
  const backup = await openBackup(of)
  await checkBackup(backup, () => {}).finally(() => backup.close())
}

/** The backup with other entries in the place of its own. */
async function forged(entries: Record<string, (backup: Backup) => Promise<string>>): Promise<string> {
  const [backup, zip, other] = [await openBackup(file), new ZipFile(), scratch()]
  const names = [manifestEntry, ...backup.manifest.tables.map(({ name }) => `tables/${name}.copy`)]
  const files = backup.manifest.files.map((name) => `files/${name}`)
  for (const name of new Set([...names, ...files, ...Object.keys(entries)]))
    zip.addBuffer(Buffer.from(await (entries[name]?.(backup) ?? textOf(backup.read(name)))), name)
  zip.end()
  await pipeline(zip.outputStream, createWriteStream(other))
  backup.close()
  return other
}
const withManifest = (change: (manifest: Backup['manifest']) => object, more = {}) =>
  forged({ ...more, [manifestEntry]: async ({ manifest }) => JSON.stringify({ ...manifest, ...change(manifest) }) })

describe('a file that is no whole backup of this Mingce', () => {
  test('is told before anything is read of it', async () => {
    const text = scratch()
    await writeFile(text, '学号,姓名\n')
    const [cut, foreign] = [scratch(), scratch()]
    await cp(file, cut)
    await truncate(cut, (await readFile(cut)).length - 100)
    const zip = new ZipFile()
    zip.addBuffer(Buffer.from('x'), 'x')
    zip.end()
    await pipeline(zip.outputStream, createWriteStream(foreign))
    for (const each of [text, cut, foreign])
      await expect(check(each)).rejects.toThrow('no backup of Mingce, or was cut')
    await expect(check(scratch())).rejects.toThrow('cannot be read: ENOENT')
    await expect(check(file)).resolves.toBeUndefined()
  })

  test('is told by the checksum of whatever was touched', async () => {
    const whole = await readFile(file)
    for (const name of ['person', 'change', '_prisma_migrations'].map((table) => `tables/${table}.copy`)) {
      const [other, damaged, at] = [scratch(), Buffer.from(whole), whole.indexOf(name)]
      const data = at + name.length + whole.readUInt16LE(at - 2)
      damaged.writeUInt8(damaged.readUInt8(data + 9) ^ 0x10, data + 9)
      await writeFile(other, damaged)
      await expect(check(other), name).rejects.toThrow('the backup is damaged')
    }
  })

  test('is told where it is of a newer Mingce, lacks a table, or leads out of the data dir', async () => {
    const empty = await newTestDatabase()
    await expect(check(await withManifest(() => ({ version: 2 })))).rejects.toThrow('newer Mingce: update')
    const refused: [string, string][] = [
      [await withManifest(({ migrations }) => ({ migrations: [...migrations, '29990101_x'] })), 'has 29990101_x'],
      [await withManifest(({ tables }) => ({ tables: tables.slice(1) })), 'lacks the table _prisma_migrations'],
      [
        await withManifest(() => ({ files: ['postgres.password'] }), { 'files/postgres.password': async () => 'x' }),
        'files that are not of Mingce',
      ],
    ]
    for (const [each, said] of refused) await expect(restore(empty, each, place()), said).rejects.toThrow(said)
  })

  test('leaves an empty site as it was, though it breaks half-way', async () => {
    const empty = await newTestDatabase()
    const [own, broken] = [place(), await forged({ 'tables/person.copy': async () => '1\tnobody\n' })]
    const before = await rows(empty, 'SELECT * FROM _prisma_migrations ORDER BY id')
    await expect(restore(empty, broken, own)).rejects.toThrow('invalid input syntax')
    const short = await forged({ 'tables/guardianship.copy': async () => '' })
    await expect(restore(empty, short, own)).rejects.toThrow('guardianship lacks rows')
    expect(await rows(empty, 'SELECT * FROM _prisma_migrations ORDER BY id')).toEqual(before)
    expect(await rows(empty, 'SELECT 1 FROM school UNION ALL SELECT 1 FROM account')).toEqual([])
    expect(await schemaDrift(empty)).toBe('')
    await expect(readFile(path.join(own.dataDir, secretEntry))).rejects.toThrow('ENOENT')
    expect(await restore(empty, file, own)).toEqual({ passedOver: [], applied: [] })
  })
})

describe('a restore is refused', () => {
  test('where there is a school, and changes nothing', async () => {
    const before = await rows(url, 'SELECT * FROM account')
    await expect(restore(url, file, place())).rejects.toThrow(/a site in use is never overwritten/)
    expect(await rows(url, 'SELECT * FROM account')).toEqual(before)
  })

  test('while the site runs', async () => {
    const empty = await newTestDatabase()
    const running = openDb(empty, 1)
    await running.sql('SELECT 1')
    await expect(restore(empty, file, place())).rejects.toThrow('the site runs: stop it')
    await running.end()
  })

  test('where the database holds what is somebody else’s', async () => {
    const shared = await newTestDatabase()
    await onServer(shared, (client) => client.query('CREATE TABLE notes (id int PRIMARY KEY)'))
    await expect(restore(shared, file, place())).rejects.toThrow('holds more than Mingce')
  })
})

describe('the secret', () => {
  test('of the data dir is in the backup, and comes to the data dir', async () => {
    const [empty, copy, target] = [await newTestDatabase(), scratch(), scratch()]
    const made = await backUp(url, copy, { dataDir: scratch('own'), authSecret: undefined })
    expect(made.secret).toMatchObject({ isHere: true })
    await mkdir(target)
    expect(await readOrMakeSecret(target, secretEntry)).not.toBe(await secret())
    const other = { dataDir: target, authSecret: 'another secret, of the settings of another site' }
    await expect(restore(empty, copy, other)).rejects.toThrow('AUTH_SECRET is not what the site of the backup had')
    await restore(empty, copy, { ...other, authSecret: undefined })
    expect(await readOrMakeSecret(target, secretEntry)).toBe(await secret())
  })

  test('of the settings is not in the backup, and is asked for', async () => {
    const [empty, target] = [await newTestDatabase(), scratch()]
    expect(await readFile(file)).not.toContain(here().authSecret)
    const other = { dataDir: target, authSecret: undefined }
    await expect(restore(empty, file, other)).rejects.toThrow('set AUTH_SECRET to the same')
    expect(await restore(empty, file, other, true)).toMatchObject({ applied: [] })
  })
})

test('a backup of an older Mingce is brought up to date', async () => {
  const names = await migrationNames()
  const older = names.slice(0, names.indexOf('20261125043959_people_are_counted'))
  const [folder, old, empty, copy] = [scratch(), await newTestDatabase(), await newTestDatabase(), scratch()]
  for (const name of older) await cp(path.join(migrationsFolder, name), path.join(folder, name), { recursive: true })
  await onServer(old, (client) => client.query('DROP SCHEMA public CASCADE; CREATE SCHEMA public'))
  await applyMigrations(old, { folder })
  await onServer(old, (client) =>
    client.query(`INSERT INTO school (name) VALUES ('一');
      INSERT INTO person (school_id, role, usin, name, sort_name, search_text) SELECT 1, 1, i, 'x', 'x', 'x' FROM generate_series(1, 7) i`),
  )
  await backUp(old, copy)
  expect(await restore(empty, copy, place())).toEqual({ passedOver: [], applied: names.slice(older.length) })
  expect(await rows(empty, 'SELECT role, n FROM person_count')).toEqual([{ role: 1, n: 7 }])
  expect(await schemaDrift(empty)).toBe('')
  const db = openDb(empty, 1)
  expect(await migrationsOf(db.sql)).toEqual(names)
  await db.end()
})

test('a backup of nothing is refused, and one that cannot be written ends', async () => {
  const sink = () => new Writable({ write: (_chunk, _encoding, next) => next() })
  await expect(makeBackup(await newTestDatabase(), sink(), here())).rejects.toThrow('there is no school here')
  const full = new Writable({ write: (_chunk, _encoding, next) => next(new Error('the disk is full')) })
  await onServer(url, (client) =>
    client.query(`INSERT INTO throttle SELECT sha256(i::text::bytea), 1, now() FROM generate_series(1, 100000) i`),
  )
  await expect(makeBackup(url, full, here())).rejects.toThrow('the disk is full')
})

test('restore: a site that starts is waited for by nobody, and waits for a restore', async () => {
  const [site, busy] = [await newTestDatabase(), await newTestDatabase()]
  const lock = await lockSite(
    () => site,
    () => {},
  )
  await expect(restore(site, file, place())).rejects.toThrow('the site runs: stop it')
  await lock.release()

  await onServer(busy, async (client) => {
    await client.query('SELECT pg_advisory_lock($1)', [siteLock])
    let wait: () => void = () => {}
    const waiting = new Promise<void>((resolve) => {
      wait = resolve
    })
    const starting = lockSite(() => busy, wait)
    await waiting
    await client.query('SELECT pg_advisory_unlock($1)', [siteLock])
    await (await starting).release()
  })
})
