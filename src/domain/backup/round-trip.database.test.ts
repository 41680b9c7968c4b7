import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { issueAccountToken, tokenActor } from '@/auth/account-token'
import { operatorActor } from '@/auth/operator'
import { migrationsTable, quoted, sequencesOf, tablesOf } from '@/infra/backup/catalog'
import type { Manifest } from '@/infra/backup/manifest'
import { openDb, type RootDb, setDb } from '@/infra/db'
import { applyMigrations, schemaDrift } from '@/infra/migrate'
import { GET } from '@/rest/reflections/people'
import { admin, backUp, furnish, here, restore, scratchFolder } from '@/testing/backups'
import { newTestDatabase } from '@/testing/database'
import { databaseUrl, onServer } from '@/testing/database-server'
import { testDb, value } from '@/testing/factories'
import { signIn } from '../accounts/sessions'
import type { Actor } from '../actor'
import { workOnce } from '../jobs/work'
import { createPerson } from '../people/commands'
import { countPeople, listPeople, parsePerson } from '../people/queries'
import { createSchool } from '../schools/commands'
import { fileOf } from '../transfer/import/files'
import { getImport } from '../transfer/import/queries'
import { importWorkers } from '../transfer/import/workers'
import { undo } from '../undo/commands'
import { unsealSecret } from '../webhooks/secret'
import { leftOut } from './rules'

const scratch = scratchFolder()
type Site = { url: string; db: RootDb }
let [source, target]: Partial<Site>[] = []
let made: Awaited<ReturnType<typeof furnish>>
let manifest: Manifest
let token: string
let dataDir: string

const db = ({ db: it }: Partial<Site> = {}): RootDb => {
  if (!it) throw new Error('the site was not made')
  return it
}
const operator = async (): Promise<Actor> => {
  const actor = await operatorActor(db(target), made.id, 'command-line')
  if (!actor) throw new Error('the school was not restored')
  return actor
}

beforeAll(async () => {
  const url = await newTestDatabase()
  source = { url, db: openDb(url, 2) }
  made = await furnish(db(source))
  value(await signIn(db(source), { ...admin, userAgent: 'x' }))
  const [account] = await db(source).sql<{ id: number }>('SELECT id FROM account')
  token = await issueAccountToken(db(source), { id: account?.id ?? 0, username: admin.username, email: null })

  const file = scratch('round-trip.zip')
  dataDir = scratch('restored')
  manifest = await backUp(url, file)
  const other = await newTestDatabase()
  expect(await restore(other, file, { ...here(), dataDir })).toEqual({ passedOver: [], applied: [] })
  target = { url: other, db: openDb(other, 2) }
})
afterAll(() => Promise.all([source, target].map((site) => site?.db?.end())))

const rowsOf = async (site: Partial<Site> | undefined, table: string) =>
  (
    await db(site).sql<{ row: string }>(
      `SELECT (to_jsonb(t) - ARRAY['session_version', 'kept_token'])::text AS row FROM ${quoted(table)} t ORDER BY 1`,
    )
  ).map(({ row }) => row)

test('every table there is is in the backup, but what lets somebody in for a while', async () => {
  const names = (await tablesOf(db(source).sql)).map(({ name }) => name)
  expect([...manifest.tables.map(({ name }) => name), ...manifest.empty].sort()).toEqual(names)
  expect(manifest.empty).toEqual([...leftOut])
  expect(manifest).toMatchObject({ counts: { schools: 1, people: 2 }, files: [`imports/import-${made.importId}`] })
})

test('every table is as it was, row by row, and so is the database around it', async () => {
  const furnished = ['person', 'guardianship', 'unique_value', 'account', 'change', 'change_count', 'api_key_secret']
  for (const { name, rows } of manifest.tables) {
    const before = await rowsOf(source, name)
    expect(await rowsOf(target, name), name).toEqual(before)
    expect(before.length, name).toBe(rows)
  }
  for (const name of [...furnished, 'feed_entry', 'person_count', 'import_row', 'webhook_endpoint', migrationsTable])
    expect(manifest.tables.find((table) => table.name === name)?.rows, name).toBeGreaterThan(0)
  for (const name of leftOut) expect(await rowsOf(target, name), name).toEqual([])
  expect(await sequencesOf(db(target).sql)).toEqual(await sequencesOf(db(source).sql))
  expect(await schemaDrift(target?.url ?? '')).toBe('')
  const around = `SELECT jsonb_build_object(
    'keys', (SELECT jsonb_agg(to_jsonb(k) ORDER BY k) FROM (SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid), convalidated FROM pg_constraint WHERE connamespace = 'public'::regnamespace) k),
    'triggers', (SELECT jsonb_agg(to_jsonb(t) ORDER BY t) FROM (SELECT pg_get_triggerdef(oid), tgenabled FROM pg_trigger WHERE NOT tgisinternal) t),
    'indexes', (SELECT jsonb_agg(indexdef ORDER BY indexdef) FROM pg_indexes WHERE schemaname = 'public'),
    'functions', (SELECT jsonb_agg(to_jsonb(f) ORDER BY f) FROM (SELECT oid::regprocedure::text, prosrc, proconfig FROM pg_proc WHERE pronamespace = 'public'::regnamespace) f))::text AS all`
  expect(await db(target).sql(around)).toEqual(await db(source).sql(around))
})

test('the old password signs in; what was signed in before does not go on', async () => {
  expect(value(await signIn(db(target), { ...admin, userAgent: 'x' }))).toMatchObject({ accountId: expect.any(Number) })
  expect(await tokenActor(db(source), token)).toMatchObject({ schoolId: made.id })
  expect(await tokenActor(db(target), token)).toBe('ended')
})

test('keys answer, and what was sealed can be read', async () => {
  setDb(db(target))
  try {
    const request = new Request('http://mingce.example/api/v1/reflections?usin=1', {
      headers: { authorization: `Bearer ${made.api_key}` },
    })
    const answer = await GET(request, { params: Promise.resolve({}) })
    expect(await answer.json()).toMatchObject([{ id: made.first.id, card: '一\n二\\' }])
  } finally {
    setDb(testDb)
  }
  const [hook] = await db(target).sql<{ id: number; secret: string }>(
    `SELECT id, encode(secret, 'base64') AS secret FROM webhook_endpoint`,
  )
  expect(unsealSecret(hook?.id ?? 0, Buffer.from(hook?.secret ?? '', 'base64'))).toMatch(/^whsec_/)
})

test('the file of an import came along', async () => {
  expect(await readFile(path.join(dataDir, 'imports', `import-${made.importId}`))).toEqual(
    await readFile(fileOf(made.importId)),
  )
})

test('a job that was under way is taken over', async () => {
  const read = async () => value(await getImport(db(target), await operator(), { id: made.importId }))
  expect((await read()).state).toBe('reading')
  expect(await workOnce(db(target), importWorkers, new AbortController().signal)).toBe(true)
  expect(await read()).toMatchObject({ state: 'ready', rows: 1, problem: null, counts: { new: 1 } })
})

test('what was done before is undone, lists count exactly, and new ids are new', async () => {
  const actor = await operator()
  const before = value(await countPeople(db(target), actor, { role: 1 }))
  expect(before.statuses).toEqual([{ value: 1, count: 1 }])
  expect(value(await undo(db(target), actor, made.removed)).people.restore).toBe(1)
  const input = { role: 1, usin: '3', name: '王五', graduates_in: 2027 }
  const added = parsePerson(value(await createPerson(db(target), actor, input, 'nested')))
  expect(added.id).toBeGreaterThan(made.second.id)
  const list = { roles: [1] }
  expect(value(await listPeople(db(target), actor, list, 'nested')).total).toBe(3)
  await expect(db(target).sql('UPDATE change SET before = NULL')).rejects.toThrow(/history is only added to/)
})

test('a table that is added later is not forgotten; one that is not of Mingce is passed over, and said', async () => {
  const [url, other, file] = [await newTestDatabase(), await newTestDatabase(), scratch()]
  const own = openDb(url, 1)
  value(await createSchool(own, { name: '一' }))
  await own.end()
  await onServer(url, (client) =>
    client.query(`CREATE TABLE "Added ""later" (id int, twice int GENERATED ALWAYS AS (id * 2) STORED);
    INSERT INTO "Added ""later" VALUES (1), (2)`),
  )
  const { tables } = await backUp(url, file)
  expect(tables).toContainEqual({ name: 'Added "later', columns: ['id'], rows: 2 })
  expect((await restore(other, file, { ...here(), dataDir: scratch() })).passedOver).toEqual(['Added "later'])
})

test('a site in a database of another encoding comes whole into one in UTF-8', async () => {
  const { url: server, prefix } = inject('testServer')
  const name = `${prefix}ascii`
  await onServer(server, (client) =>
    client.query(`CREATE DATABASE ${name} ENCODING 'SQL_ASCII' LOCALE_PROVIDER libc LOCALE 'C' TEMPLATE template0`),
  )
  const url = databaseUrl(server, name)
  await applyMigrations(url)
  const old = openDb(url, 2)
  try {
    const { id } = value(await createSchool(old, { name: '实验中学' }))
    const actor = await operatorActor(old, id, 'command-line')
    if (!actor) throw new Error('the school was not made')
    const person = { usin: 'S1', name: '欧阳静', role: 1, graduates_in: 2027 }
    const before = value(await createPerson(old, actor, person, 'flat'))
    const file = scratch('ascii.zip')
    await backUp(url, file)
    const into = await newTestDatabase()
    await restore(into, file, { ...here(), dataDir: scratch() })
    const fresh = openDb(into, 2)
    const [row] = await fresh.sql<{ name: string; school: string }>(
      'SELECT p.name, s.name AS school FROM person p JOIN school s ON s.id = p.school_id',
    )
    expect([row?.name, row?.school]).toEqual([JSON.parse(before).name, '实验中学'])
    await fresh.end()
  } finally {
    await old.end()
  }
})
