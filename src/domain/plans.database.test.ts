import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { bearerActor } from '@/auth/bearer'
import { mintActor } from '@/auth/mint'
import { openDb, type RootDb } from '@/infra/db'
import { withProof } from '@/infra/proof'
import { newTestDatabase } from '@/testing/database'
import { onServer } from '@/testing/database-server'
import { value } from '@/testing/factories'
import { firstStudent, largeSchool } from '@/testing/large-school'
import { asked, type Look, lookAt } from '@/testing/plans'
import type { Actor } from './actor'
import { createApiKey } from './api-keys/commands'
import { checkCursor, newCursor, readChanges } from './feed/queries'
import { listPersonChanges } from './history/changes'
import { changeSetList, personChanges } from './history/input'
import { listChangeSets } from './history/queries'
import { countPeople, listPeople, readPerson, streamPeople } from './people/queries'
import type { PersonListInput } from './people/schema'
import { findTaken } from './people/taken'

const size = 100_000
const url = await newTestDatabase()
const db = openDb(url, 4)
let actor: Actor
let grade: Actor
let key: string
let first: number

beforeAll(async () => {
  // The others come before, so that whoever walks everybody's index has to pass them.
  await largeSchool(db, size / 4)
  actor = await largeSchool(db, size)
  first = await firstStudent(db, actor)
  grade = mintActor({ schoolId: actor.schoolId, role: 'grade_admin', via: 'page', fieldsVersion: 0, grade: 2 })
  key = value(await createApiKey(db, actor, { name: 'plans' })).api_key
  await newCursor(db, actor)
  for (const table of ['person', 'guardianship', 'change', 'change_set', 'change_count', 'feed_entry', 'person_count'])
    await db.sql(`VACUUM ANALYZE ${table}`)
}, 120_000)
afterAll(() => db.end())

const byName = { by: 'name', desc: false }
const list =
  (input: PersonListInput, who = () => actor) =>
  async (spied: RootDb) =>
    value(await listPeople(spied, who(), input, 'nested'))
const drained = async (batches: AsyncIterable<unknown>) => {
  for await (const _ of batches) break
}

/** As REST reads: with a proof in the first statement. */
const proving = (spied: RootDb) => withProof(spied, () => 'EXISTS (SELECT FROM api_key WHERE revoked_at IS NULL)').db

/** What is asked all the time, and how many rows it may look at. */
const hot: Record<string, { ask(spied: RootDb): Promise<unknown>; rows: number }> = {
  'one person': { ask: (spied) => readPerson(spied, actor, { id: first }, 'flat'), rows: 3 },
  'a key': { ask: (spied) => bearerActor(spied, key, '127.0.0.1'), rows: 5 },
  'students by id': { ask: list({ roles: [1] }), rows: 100 },
  'guardians by id, with their students': { ask: list({ roles: [8] }), rows: 200 },
  'students and teachers by id': { ask: list({}), rows: 100 },
  'the same with the proof of the caller': { ask: (spied) => list({})(proving(spied)), rows: 100 },
  'a number with the proof of the caller': { ask: (spied) => list({ usin: 'N5000' })(proving(spied)), rows: 10 },
  'the last ones': { ask: list({ sort: { by: 'id', desc: true } }), rows: 100 },
  'students by name': { ask: list({ roles: [1], sort: byName }), rows: 100 },
  'students by name, the last first': { ask: list({ roles: [1], sort: { by: 'name', desc: true } }), rows: 500 },
  'a cohort by name': { ask: list({ roles: [1], graduates_in: [2027], statuses: [1], sort: byName }), rows: 1500 },
  'three filters by name': {
    ask: list({ roles: [1], graduates_in: [2027], statuses: [1], values: { class: ['3班'] }, sort: byName }),
    rows: size / 20,
  },
  'a value that few have': { ask: list({ roles: [1], values: { note: ['N77', 'N78'] }, sort: byName }), rows: 10 },
  'a search by two Chinese characters': { ask: list({ roles: [1], q: '张伟', sort: byName }), rows: 1000 },
  'a search by a surname': { ask: list({ roles: [1], q: '张', sort: byName }), rows: 1000 },
  'a search by initials': { ask: list({ roles: [1], q: 'zw', sort: byName }), rows: 2000 },
  'a search by pinyin and number': { ask: list({ roles: [1], q: 'zhangwei n5', sort: byName }), rows: 1000 },
  'a search by the end of a phone number': { ask: list({ roles: [1], q: '7919', sort: byName }), rows: 1000 },
  'the same by who keeps a grade': { ask: list({ roles: [1], q: '7919', sort: byName }, () => grade), rows: 2000 },
  'a number': { ask: list({ usin: 'N5000' }), rows: 5 },
  'an outer number': { ask: list({ outer_id: 'O5000' }), rows: 5 },
  'a phone number': { ask: list({ phone: '13000007919' }), rows: 5 },
  'the guardians of a student': { ask: (spied) => list({ roles: [8], student_id: first + 6 })(spied), rows: 100 },
  facets: { ask: (spied) => countPeople(spied, actor, { role: 1 }), rows: 100 },
  'numbers that others hold': {
    ask: (spied) => findTaken(spied, actor, { usin: 'N1', outer_id: 'O1', unique: [] }, null),
    rows: 5,
  },
  'what happened to one person': {
    ask: (spied) => listPersonChanges(spied, actor, personChanges.parse({ id: first })),
    rows: 30,
  },
  'the history of the school': { ask: (spied) => listChangeSets(spied, actor, changeSetList.parse({})), rows: 4000 },
  'the feed from its middle': {
    ask: async (spied) => readChanges(spied, actor, { ...(await cursor(spied)), position: size / 2 }, 100),
    rows: 1000,
  },
  'the feed by who waits at its end': {
    ask: async (spied) => readChanges(spied, actor, await cursor(spied), 100),
    rows: 20,
  },
}

const cursor = async (spied: RootDb) => {
  const now = await newCursor(spied, actor)
  const read = now.ok ? await checkCursor(spied, actor, now.value) : now
  if (!read.ok) throw new Error(read.failure.kind)
  return read.value
}

/** What reads ids on its way to a place far behind; records are made for the page alone. */
const deep: Record<string, (spied: RootDb) => Promise<unknown>> = {
  'page 4,000 by id': list({ page: 4000 }),
  'page 4,000 of students by name': list({ roles: [1], page: 4000, sort: byName }),
  'a stream from far behind': async (spied) =>
    drained(value(await streamPeople(spied, actor, { per_page: 5000, page: 15 }, 'flat')).batches),
}

const looks = async (ask: (spied: RootDb) => Promise<unknown>): Promise<Look[]> => {
  const statements = await asked(db, ask)
  expect(statements.length).toBeGreaterThan(0)
  return onServer(url, async (client) => {
    const found: Look[] = []
    for (const statement of statements) found.push(...(await lookAt(client, statement)))
    return found
  })
}

describe('in a school of 100,000', () => {
  test.each(Object.entries(hot))('%s looks at few rows', async (_, { ask, rows }) => {
    for (const look of await looks(ask)) {
      expect(look.scanned, look.plan).toEqual([])
      expect(look.spilled).toEqual([])
      expect(look.rows, look.plan).toBeLessThanOrEqual(rows)
    }
  })

  test.each(Object.entries(deep))('%s skips ids in the index', async (_, ask) => {
    for (const look of await looks(ask)) {
      expect([look.scanned, look.spilled]).toEqual([[], []])
      expect(look.fetched, look.plan).toBeLessThanOrEqual(10_000)
    }
  })
})

test.each([
  ['by id', {}],
  ['by name', { roles: [1 as const], sort: byName }],
])('everybody at once %s is sorted by an index', async (_, order) => {
  const ask = async (spied: RootDb) =>
    drained(value(await streamPeople(spied, actor, { ...order, per_page: size }, 'flat')).batches)
  for (const look of await looks(ask)) {
    expect(look.spilled).toEqual([])
    expect(look.sorts, look.plan).toBe(0)
  }
})

test('feed: the changes of a school that nobody reads cost another school nothing', () =>
  onServer(url, async (client) => {
    await client.query('BEGIN')
    await client.query('UPDATE feed_entry SET position = NULL WHERE school_id <> $1', [actor.schoolId])
    await client.query('ANALYZE feed_entry')
    const read = async () => {
      const { rows } = await client.query(
        `SELECT seq_tup_read + idx_tup_fetch AS read FROM pg_stat_xact_user_tables WHERE relname = 'feed_entry'`,
      )
      return Number(rows[0].read)
    }
    const before = await read()
    // A function of PL/pgSQL plans without its values from the sixth call on.
    for (let call = 0; call < 8; call++) await client.query('SELECT mingce_feed_place($1)', [actor.schoolId])
    expect((await read()) - before).toBeLessThan(100)
    await client.query('ROLLBACK')
  }))

describe('the look itself tells', () => {
  const listed = list({ roles: [1], sort: byName })
  const lookedAt = async (change: string, ask: (spied: RootDb) => Promise<unknown>) => {
    const statements = await asked(db, ask)
    return onServer(url, async (client) => {
      await client.query(`BEGIN; ${change}`)
      const found: Look[] = []
      for (const statement of statements) found.push(...(await lookAt(client, statement)))
      await client.query('ROLLBACK')
      return found
    })
  }

  test.each([
    ['person_name_idx', listed],
    ['person_id_idx', list({})],
    ['person_ext_idx', list({ roles: [1], values: { note: ['N77'] } })],
    ['person_search_idx', list({ roles: [1], q: '张伟' })],
  ])('that %s is missing', async (index, ask) => {
    for (const look of await lookedAt(`DROP INDEX ${index}`, ask)) expect(look.rows).toBeGreaterThan(size / 2)
  })

  test('that a table was scanned', async () => {
    const off = ['indexscan', 'indexonlyscan', 'bitmapscan'].map((way) => `SET LOCAL enable_${way} = off`)
    for (const { scanned } of await lookedAt(off.join('; '), listed)) expect(scanned).toEqual(['person'])
  })

  test('that a sort has spilled', async () => {
    const ask = async (spied: RootDb) =>
      drained(value(await streamPeople(spied, actor, { roles: [1], per_page: size, sort: byName }, 'flat')).batches)
    const found = await lookedAt(`DROP INDEX person_name_idx; SET LOCAL work_mem = '64kB'`, ask)
    expect(found.flatMap(({ spilled }) => spilled)).toEqual(['Sort'])
  })
})
