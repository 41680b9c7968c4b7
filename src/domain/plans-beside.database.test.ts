// A small school beside a large one: what the large one has, or has just written, makes no statement of the small one slow.
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openDb, type RootDb } from '@/infra/db'
import { newTestDatabase } from '@/testing/database'
import { onServer } from '@/testing/database-server'
import { firstStudent, largeSchool } from '@/testing/large-school'
import { asked, lookAt } from '@/testing/plans'
import { listAccounts } from './accounts/queries'
import type { Actor } from './actor'
import { newCursor, readChanges } from './feed/queries'
import { standsOf } from './feed/watch'
import { listPersonChanges } from './history/changes'
import { changeSetList, personChanges } from './history/input'
import { listAuthors, listChangeSets } from './history/queries'
import { claimJob, jobKinds } from './jobs/jobs'
import { countPeople, listPeople, readPerson } from './people/queries'
import { listDue } from './privacy/due'
import { listPersonalActs } from './privacy/log'
import { findDone } from './rollover/year'
import { listImports } from './transfer/import/queries'
import { claim } from './webhooks/claims'
import { fillOutbox } from './webhooks/outbox'
import { listDeliveries } from './webhooks/queries'

const url = await newTestDatabase()
const db = openDb(url, 4)
let small: Actor
let first = 0
let endpoint = 0

/** What a large school has beside its people: messages, jobs, imports, accounts, sessions. */
async function fillBeside({ schoolId }: Actor, many: number): Promise<number> {
  const [made] = await db.sql<{ id: number }>(
    `INSERT INTO webhook_endpoint (school_id, url, kinds, secret, position) VALUES ($1, 'https://x.example', '{person.created}', '', 0) RETURNING id`,
    [schoolId],
  )
  const id = made?.id ?? 0
  const rows = `generate_series(1, ${many}) n`
  await db.sql(
    `INSERT INTO webhook_delivery (endpoint_id, kind, noun_id, at, due_at) SELECT $1, 'person.created', n, now(), now() + interval '1 hour' FROM ${rows}`,
    [id],
  )
  await db.sql(`INSERT INTO change_set (school_id, via, at) SELECT $1, 'page', now() FROM ${rows}`, [schoolId])
  await db.sql(
    `INSERT INTO job (school_id, kind, subject_id, state, via, finished_at) SELECT $1, 'import-read', n, 'done', 'page', now() FROM ${rows}`,
    [schoolId],
  )
  await db.sql(
    `INSERT INTO import (school_id, role, file_name, state, settings) SELECT $1, 1, 'x', 'done', '{}' FROM ${rows}`,
    [schoolId],
  )
  await db.sql(
    `INSERT INTO account (school_id, username, name_form, name_looks, approved_at) SELECT $1::int, 'u' || $2::int || '-' || n, 'u', '{x}', now() FROM ${rows}`,
    [schoolId, id],
  )
  return id
}

const list = (input: Parameters<typeof listPeople>[2]) => (spied: RootDb) => listPeople(spied, small, input, 'nested')
const byName = { by: 'name', desc: false }
const some = { page: 1, per_page: 20 }

const asks: Record<string, (spied: RootDb) => Promise<unknown>> = {
  'one person': (spied) => readPerson(spied, small, { id: first }, 'flat'),
  'students by id': list({ roles: [1] }),
  everybody: list({}),
  'the last ones': list({ sort: { by: 'id', desc: true } }),
  'students by name': list({ roles: [1], sort: byName }),
  'the guardians of a student': list({ roles: [8], student_id: first }),
  'a value': list({ roles: [1], values: { note: ['N3'] }, sort: byName }),
  'a search': list({ roles: [1], q: '欧阳', sort: byName }),
  'a number that nobody has': list({ usin: 'N50000' }),
  'a phone number that nobody has': list({ phone: '13000007918' }),
  facets: (spied) => countPeople(spied, small, { role: 1 }),
  'what happened to one person': (spied) => listPersonChanges(spied, small, personChanges.parse({ id: first })),
  history: (spied) => listChangeSets(spied, small, changeSetList.parse({})),
  'who wrote history': (spied) => listAuthors(spied, small),
  'a rollover that was not': (spied) => findDone(spied, small, 2026),
  'erasures and exports': (spied) => listPersonalActs(spied, small, { per_page: 20 }),
  'who is due': (spied) => listDue(spied, small, some),
  'where the feed stands': (spied) => standsOf(spied, [small.schoolId]),
  'the feed': async (spied) => {
    const begin = { schoolId: small.schoolId, position: 0, at: 0, since: Date.now() }
    await newCursor(spied, small)
    await readChanges(spied, small, begin, 100)
  },
  imports: (spied) => listImports(spied, small, some),
  'accounts that wait': (spied) => listAccounts(spied, small, { ...some, state: 'pending' }),
  accounts: (spied) => listAccounts(spied, small, some),
  deliveries: (spied) => listDeliveries(spied, small, { endpoint_id: endpoint }),
  'messages that are due': (spied) => claim(spied, { quick: 32, other: 32, endpoints: [] }),
  'changes to be told': (spied) => fillOutbox(spied),
  'a job': (spied) => claimJob(spied, randomUUID(), 15, { kinds: jobKinds }),
}

beforeAll(async () => {
  const large = await largeSchool(db, 50_000)
  await fillBeside(large, 20_000)
  // Its changes have no places: nobody reads them, and no endpoint of its is enabled.
  await db.sql('VACUUM ANALYZE')
  small = await largeSchool(db, 10)
  first = await firstStudent(db, small)
  endpoint = await fillBeside(small, 3)
  // What the large one writes afterwards comes last in the order of ids.
  await fillBeside(large, 20_000)
  await db.sql('UPDATE webhook_endpoint SET enabled = (school_id = $1)', [small.schoolId])
}, 180_000)
afterAll(() => db.end())

const most = 400
const rowsOf = async (ask: (spied: RootDb) => Promise<unknown>) => {
  const statements = await asked(db, ask)
  expect(statements.length).toBeGreaterThan(0)
  return onServer(url, async (client) => {
    const found: { rows: number; plan: string }[] = []
    for (const statement of statements) found.push(...(await lookAt(client, statement)))
    return found
  })
}

test.each(Object.entries(asks))('%s, just written: looks at few rows', async (_, ask) => {
  for (const { rows, plan } of await rowsOf(ask)) expect(rows, plan).toBeLessThanOrEqual(most)
})

test('the same, once the planner knows of both', { timeout: 120_000 }, async () => {
  await db.sql('VACUUM ANALYZE')
  for (const [name, ask] of Object.entries(asks))
    for (const { rows, plan } of await rowsOf(ask)) expect(rows, `${name} ${plan}`).toBeLessThanOrEqual(most)
})
