import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { newTestDatabase, testDatabaseUrl } from '@/testing/database'
import { onServer } from '@/testing/database-server'
import { applyMigrations, schemaDrift } from './migrate'
import { migrationStatus } from './migration-status'

let folder: string
let url: string

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'migrations-'))
  url = await newTestDatabase()
  await onServer(url, (client) => client.query('DROP SCHEMA public CASCADE; CREATE SCHEMA public'))
})

afterEach(() => rm(folder, { recursive: true }))

async function migration(name: string, sql: string) {
  await mkdir(path.join(folder, name), { recursive: true })
  await writeFile(path.join(folder, name, 'migration.sql'), sql)
}

const query = (sql: string) => onServer(url, async (client) => (await client.query(sql)).rows)
const status = () =>
  onServer(url, (client) =>
    migrationStatus(async (text, values) => (await client.query(text, values && [...values])).rows, folder),
  )

test('the migrations make what prisma/schema says', async () => {
  expect(await schemaDrift(testDatabaseUrl())).toBe('')
})

test('drift is told as the SQL that would mend it', async () => {
  const own = await newTestDatabase()
  await onServer(own, (client) => client.query('CREATE TABLE stray (id int PRIMARY KEY)'))
  expect(await schemaDrift(own)).toContain('DROP TABLE "stray"')
})

test('semicolons in functions and strings are no ends of statements', async () => {
  await migration('1_first', `CREATE FUNCTION two() RETURNS text LANGUAGE sql AS $$ SELECT 1; SELECT 'a;b' $$;`)
  expect(await applyMigrations(url, { folder })).toEqual(['1_first'])
  expect(await query('SELECT two()')).toEqual([{ two: 'a;b' }])
})

test('of two processes at once, one migrates', async () => {
  await migration('1_first', 'CREATE TABLE one (id int)')
  const applied = await Promise.all([applyMigrations(url, { folder }), applyMigrations(url, { folder })])
  expect(applied.flat()).toEqual(['1_first'])
})

test('a migration that fails leaves nothing, says why in one line, and is tried again', async () => {
  await migration('1_first', 'CREATE TABLE one (id int); SELECT 1/0;')
  await expect(applyMigrations(url, { folder })).rejects.toThrow(/^migration 1_first: division by zero$/)
  expect(await query(`SELECT to_regclass('one') AS one`)).toEqual([{ one: null }])
  expect(await status()).toEqual({ pending: ['1_first'], unknown: [] })
  await migration('1_first', 'CREATE TABLE one (id int)')
  expect(await applyMigrations(url, { folder })).toEqual(['1_first'])
  expect(await status()).toEqual({ pending: [], unknown: [] })
})

test('a process killed between the commit and its note has applied the migration', async () => {
  await migration('1_first', 'CREATE TABLE one (id int)')
  await applyMigrations(url, { folder })
  const [row] = await query(`UPDATE _prisma_migrations SET finished_at = NULL RETURNING logs`)
  expect(row).toEqual({ logs: 'committed' })
  await migration('2_second', 'CREATE TABLE two (id int)')
  expect(await applyMigrations(url, { folder })).toEqual(['2_second'])
})

test('a database of a newer version is refused', async () => {
  await migration('1_first', 'SELECT 1')
  await applyMigrations(url, { folder })
  await rm(path.join(folder, '1_first'), { recursive: true })
  await expect(applyMigrations(url, { folder })).rejects.toThrow(/newer Mingce \(it has 1_first\)/)
})

test('a database of something else is refused in plain words, and left alone', async () => {
  await migration('1_first', 'CREATE TABLE one (id int)')
  await query('CREATE TABLE person (id int)')
  await expect(applyMigrations(url, { folder })).rejects.toThrow(
    /^the database holds tables that are not of Mingce: give it an empty one$/,
  )
  expect(
    await query(
      `SELECT relname::text AS name FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace`,
    ),
  ).toEqual([{ name: 'person' }])
})

test('a user who may make no tables is told so in plain words', async () => {
  await migration('1_first', 'CREATE TABLE one (id int)')
  await query('REVOKE CREATE ON SCHEMA public FROM CURRENT_USER')
  await expect(applyMigrations(url, { folder })).rejects.toThrow(
    /^the user of the database may make no tables there: make that user its owner$/,
  )
})
