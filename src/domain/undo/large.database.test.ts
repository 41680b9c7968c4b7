import { afterAll, beforeAll, expect, test } from 'vitest'
import { openDb } from '@/infra/db'
import { newField, newSchool, testDb, value } from '@/testing/factories'
import type { Actor } from '../actor'
import { openChangeSet } from '../history/record'
import { patchPerson } from '../people/commands'
import { previewUndo, undo } from './commands'

const size = 20_000
let actor: Actor
let field: number
const sets = { made: '', changed: '' }

const timed = async <T>(work: () => Promise<T>): Promise<[number, T]> => {
  const start = performance.now()
  const answer = await work()
  return [performance.now() - start, answer]
}
const changes = 'INSERT INTO change (change_set_id, school_id, noun, noun_id, action, before, after)'

beforeAll(async () => {
  actor = (await newSchool()).operator
  field = (await newField(actor)).id
  sets.made = await openChangeSet(testDb, actor, { kind: 'import', title: 'all.csv' })
  await testDb.sql(
    `INSERT INTO person (school_id, role, usin, name, sort_name, search_text, graduates_in, phone)
     SELECT $1, 1, 'N' || n, '学生' || n, 'xue sheng' || n, '学生' || n || ' xuesheng xs n' || n, 2027, n::text FROM generate_series(1, $2::int) n`,
    [actor.schoolId, size],
  )
  await testDb.sql(
    `${changes} SELECT $1::bigint, $2, 'person', id, 'create', NULL, jsonb_build_object('usin', usin, 'name', name, 'role', 1) FROM person WHERE school_id = $2`,
    [sets.made, actor.schoolId],
  )
}, 120_000)
afterAll(async () => {
  await testDb.sql('DELETE FROM person WHERE school_id = $1', [actor.schoolId])
}, 60_000)

/** The same rows by bare SQL, rolled back: what an undo cannot be faster than. */
const bare = async (statement: string): Promise<number> => {
  const [spent] = await timed(() => testDb.sql(`BEGIN; ${statement}; ROLLBACK`))
  return spent
}

test('an import of many, with values changed by it, goes back in a few times what bare SQL takes', {
  timeout: 120_000,
}, async () => {
  sets.changed = await openChangeSet(testDb, actor, { kind: 'import' })
  await testDb.sql(
    `UPDATE person SET phone = 'p' || usin, graduates_in = 2030, ext = jsonb_build_object('${field}', usin), version = version + 1 WHERE school_id = $1`,
    [actor.schoolId],
  )
  await testDb.sql(
    `${changes} SELECT $1::bigint, $2, 'person', id, 'update', jsonb_build_object('phone', substr(usin, 2), 'graduates_in', 2027),
       jsonb_build_object('phone', phone, 'graduates_in', graduates_in, 'ext', ext) FROM person WHERE school_id = $2`,
    [sets.changed, actor.schoolId],
  )
  await testDb.sql('ANALYZE person; ANALYZE change')
  const limit = await bare(
    `UPDATE person SET phone = substr(usin, 2), graduates_in = 2027, ext = '{}', version = version + 1, updated_at = now() WHERE school_id = ${actor.schoolId};
     ${changes} SELECT change_set_id, school_id, noun, noun_id, action, after, before FROM change WHERE change_set_id = ${sets.changed}`,
  )
  const [looking, preview] = await timed(() => previewUndo(testDb, actor, { change_set: sets.changed }))
  expect(value(preview)).toMatchObject({ people: { change: size }, conflictCount: 0 })
  const [spent, done] = await timed(() => undo(testDb, actor, { change_set: sets.changed }))
  expect(value(done)).toMatchObject({ people: { delete: 0, restore: 0, change: size }, left: 0 })
  const rows = await testDb.sql(
    `SELECT count(*)::int AS wrong FROM person WHERE school_id = $1 AND (phone <> substr(usin, 2) OR graduates_in <> 2027 OR ext <> '{}')`,
    [actor.schoolId],
  )
  expect(rows).toEqual([{ wrong: 0 }])
  // One by one it would be fifty times as long; the machine is noisy.
  expect(spent / limit).toBeLessThan(8)
  expect(looking / limit).toBeLessThan(8)
})

test('whom it made are deleted as fast, and what was changed since is left', { timeout: 120_000 }, async () => {
  await testDb.sql(
    `WITH p AS (UPDATE person SET email = 'later', version = version + 1 WHERE school_id = $1 AND usin IN ('N1', 'N2') RETURNING id),
       cs AS (INSERT INTO change_set (school_id, via) VALUES ($1, 'page') RETURNING id)
     ${changes} SELECT cs.id, $1, 'person', p.id, 'update', '{"email":""}', '{"email":"later"}' FROM cs, p`,
    [actor.schoolId],
  )
  const limit = await bare(
    `UPDATE person SET deleted_at = now(), version = version + 1 WHERE school_id = ${actor.schoolId};
     ${changes} SELECT change_set_id, school_id, noun, noun_id, 'delete', after, NULL FROM change WHERE change_set_id = ${sets.made}`,
  )
  const [spent, done] = await timed(() => undo(testDb, actor, { change_set: sets.made }))
  expect(value(done)).toMatchObject({ people: { delete: size - 2, restore: 0, change: 0 }, left: 2 })
  const back = await undo(testDb, actor, { change_set: value(done).change_set })
  expect(value(back)).toMatchObject({ people: { restore: size - 2 } })
  expect(spent / limit).toBeLessThan(8)
})

test('beside eight unbroken writers of the same people an undo ends, and nothing that they wrote is lost', {
  timeout: 120_000,
}, async () => {
  const people = await testDb.sql<{ id: number }>(
    `UPDATE person SET phone = 'again', version = version + 1 WHERE school_id = $1 AND usin LIKE 'N12%' RETURNING id`,
    [actor.schoolId],
  )
  const change_set = await openChangeSet(testDb, actor, { kind: 'bulk' })
  await testDb.sql(
    `${changes} SELECT $1::bigint, $2, 'person', id, 'update', '{"phone":""}', '{"phone":"again"}' FROM person WHERE school_id = $2 AND usin LIKE 'N12%'`,
    [change_set, actor.schoolId],
  )
  const others = openDb(testDb.url, 8)
  const written = new Map<number, string>()
  let ended = false
  let serial = 0
  const writer = async (own: number) => {
    for (let n = 0; !ended; n++) {
      const id = people[((n * 8 + own) * 7) % people.length]?.id ?? 0
      const email = `w${serial++}@example.com`
      // Whoever writes the same person at the same moment would be refused for that.
      if ((await patchPerson(others, actor, id, { email }, 'flat')).ok) written.set(id, email)
    }
  }
  const writers = Array.from({ length: 8 }, (_, own) => writer(own))
  await expect.poll(() => written.size).toBeGreaterThan(20)
  const before = serial
  const done = await undo(testDb, actor, { change_set }).finally(() => {
    ended = true
  })
  await Promise.all(writers)
  await others.end()
  expect(value(done)).toMatchObject({ people: { change: people.length }, left: 0 })
  expect(serial, 'they wrote meanwhile').toBeGreaterThan(before)
  const lost = await testDb.sql(
    `SELECT id FROM person JOIN jsonb_each_text($1::jsonb) w ON w.key::int = id WHERE email <> w.value OR phone <> ''`,
    [JSON.stringify(Object.fromEntries(written))],
  )
  expect(lost).toEqual([])
})
