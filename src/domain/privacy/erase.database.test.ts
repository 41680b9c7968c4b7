import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { actorIn, newField, newGuardian, newSchool, newStudent, testDb, unique, value } from '@/testing/factories'
import { readFile } from '@/testing/imports'
import { signIn } from '../accounts/sessions'
import type { Actor } from '../actor'
import { checkCursor, newCursor, readChanges } from '../feed/queries'
import { listChanges } from '../history/changes'
import { patchPerson } from '../people/commands'
import { removePeople } from '../people/remove'
import { getImport } from '../transfer/import/queries'
import { previewUndo, undo } from '../undo/commands'
import { erasePerson, previewErasure } from './erase-person'
import { exportPerson } from './export-person'
import { listPersonalActs } from './log'

/** Every place of the database that holds one of the texts: table and column. */
async function placesOf(texts: readonly string[]): Promise<string[]> {
  const columns = await testDb.sql<{ place: string; table: string; column: string }>(
    `SELECT table_name || '.' || column_name AS place, quote_ident(table_name) AS table, quote_ident(column_name) AS column
     FROM information_schema.columns JOIN information_schema.tables USING (table_schema, table_name)
     WHERE table_schema = 'public' AND table_type = 'BASE TABLE' AND (data_type IN ('text', 'character varying', 'json', 'jsonb') OR (data_type = 'ARRAY' AND udt_name IN ('_text', '_jsonb')))`,
  )
  const found: string[] = []
  for (const { place, table, column } of columns) {
    const rows = await testDb.sql(
      `SELECT 1 AS found FROM ${table} WHERE EXISTS (SELECT FROM unnest($1::text[]) AS t WHERE strpos(lower(${column}::text), lower(t)) > 0) LIMIT 1`,
      [texts],
    )
    if (rows.length > 0) found.push(place)
  }
  return found.sort()
}

const admin = async (schoolId: number): Promise<Actor> => {
  const account = await testDb.prisma.account.create({
    data: { schoolId, username: unique('a'), passwordHash: 'x', isSuper: 1, approvedAt: new Date() },
  })
  return actorIn(schoolId, 'school_admin', undefined, { accountId: account.id })
}

/** Somebody with all that can be kept of a person. */
async function known(operator: Actor) {
  const salt = randomUUID().replace(/\D/g, '').padEnd(20, '7')
  const said = {
    usin: `E${randomUUID()}`,
    name: `欧阳${randomUUID()}`,
    phone: `139${salt.slice(0, 8)}`,
    // Nobody else's: other tests share the database.
    idcard: `9${Date.now()}0000`,
    email: `${randomUUID()}@example.com`,
    outer_id: `O${randomUUID()}`,
  }
  const field = await newField(operator, { unique: true })
  const hobby = `爱好${randomUUID()}`
  const person = await newStudent(operator, { ...said, values: { [field.name]: hobby } })
  const old = { name: `旧名${randomUUID()}` }
  value(await patchPerson(testDb, operator, person.id, { name: old.name }, 'nested'))
  value(await patchPerson(testDb, operator, person.id, { name: said.name }, 'nested'))
  const login = `login-${randomUUID()}`
  const account = await testDb.prisma.account.create({
    data: {
      schoolId: operator.schoolId,
      personId: person.id,
      username: login,
      phone: said.phone,
      approvedAt: new Date(),
    },
  })
  await testDb.prisma.session.create({
    data: {
      id: randomUUID(),
      accountId: account.id,
      expiresAt: new Date(Date.now() + 1e6),
      userAgent: `agent ${said.name}`,
    },
  })
  await testDb.sql(
    `WITH cs AS (INSERT INTO change_set (school_id, via) VALUES ($1, 'page') RETURNING id)
     INSERT INTO change (change_set_id, school_id, noun, noun_id, action, after) SELECT id, $1, 'account', $2, 'create', jsonb_build_object('username', $3::text, 'phone', $4::text) FROM cs`,
    [operator.schoolId, account.id, login, said.phone],
  )
  await testDb.sql(
    `WITH e AS (INSERT INTO webhook_endpoint (school_id, url, kinds, secret, position) VALUES ($1, 'https://hooks.example.com/', '{}', '\\x00', 0) RETURNING id),
     d AS (INSERT INTO webhook_delivery (endpoint_id, kind, noun_id, at) SELECT id, 'person.created', $2, now() FROM e RETURNING id)
     INSERT INTO webhook_attempt (delivery_id, duration_ms, answer) SELECT id, 1, $3 FROM d`,
    [operator.schoolId, person.id, `stored ${said.name}`],
  )
  await readFile(operator, `学号,姓名,手机,届别\n${said.usin},${said.name},${said.phone},2027\nX1,别人,,2027\n`)
  return {
    id: person.id,
    name: said.name,
    texts: [...Object.values(said), old.name, hobby, login],
  }
}

test('of an erased person nothing is left anywhere, and what happened stays', async () => {
  const { id: school, operator } = await newSchool()
  const who = await known(operator)
  const only = await newGuardian(operator, who.id, { name: `父${randomUUID()}` })
  const sibling = await newStudent(operator)
  const both = await newGuardian(operator, who.id, { name: `母${randomUUID()}` })
  await testDb.sql(
    'INSERT INTO guardianship (guardian_id, student_id, school_id, relation, position) VALUES ($1, $2, $3, 2, 1)',
    [both.id, sibling.id, school],
  )
  const unrelated = await readFile(operator, '学号,姓名,届别\nX2,别人,2027\n')
  const actor = await admin(school)
  value(await exportPerson(testDb, actor, { id: who.id })).bytes.destroy()
  const cursor = cursorOf(await newCursor(testDb, operator))

  const preview = value(await previewErasure(testDb, actor, { id: who.id }))
  expect(preview).toMatchObject({ sessions: 1, values: 1, links: 2, changes: 4, imports: 1 })
  expect(preview.guardians.map(({ id }) => id)).toEqual([only.id])
  expect(await placesOf(who.texts)).toEqual(
    expect.arrayContaining([
      'account.username',
      'change.after',
      'import_row.name',
      'person.name',
      'session.user_agent',
      'unique_value.value',
      'webhook_attempt.answer',
    ]),
  )

  const erased = value(await erasePerson(testDb, actor, { id: who.id, name: ` ${who.name} `, guardians: [only.id] }))
  expect(erased).toMatchObject({ people: 2, accounts: 1, changes: 5 })
  expect(await placesOf([...who.texts, only.name, only.usin])).toEqual([])

  expect(value(await getImport(testDb, operator, { id: unrelated.id })).cleared).toBe(false)

  const history = await testDb.sql(
    `SELECT c.action, c.before ->> 'name' AS old, c.after ->> 'name' AS now FROM change c WHERE c.school_id = $1 AND c.noun = 'person' AND c.noun_id = $2 ORDER BY c.id`,
    [school, who.id],
  )
  expect(history).toEqual(['create', 'update', 'update', 'delete'].map((action) => ({ action, old: null, now: null })))
  const shown = value(await listChanges(testDb, actor, { change_set: erased.change_set, per_page: 50 }))
  expect(shown.rows.map(({ erased: isErased, cells }) => [isErased, cells.map(({ key }) => key)])).toContainEqual([
    true,
    ['role'],
  ])

  const stays = await testDb.sql('SELECT name, usin FROM person WHERE id = ANY($1::int[]) ORDER BY id', [
    [sibling.id, both.id],
  ])
  expect(stays).toHaveLength(2)
  expect(await testDb.sql('SELECT student_id FROM guardianship WHERE guardian_id = $1', [both.id])).toEqual([
    { student_id: sibling.id },
  ])

  const after = cursorOf(await checkCursor(testDb, operator, cursor))
  const told: { type: string; id: number }[] = JSON.parse((await readChanges(testDb, operator, after, 100)).json)
  expect(told.map(({ type, id }) => `${type} ${id}`).sort()).toEqual(
    [`person.deleted ${who.id}`, `person.deleted ${only.id}`, `person.updated ${both.id}`].sort(),
  )
  const log = value(await listPersonalActs(testDb, actor, { per_page: 10 })).rows
  expect(log.map(({ kind, people, person, by_rule }) => ({ kind, people, person, by_rule }))).toEqual([
    { kind: 'erasure', people: 2, person: { id: who.id, name: '' }, by_rule: null },
    { kind: 'export', people: 1, person: { id: who.id, name: '' }, by_rule: null },
  ])
})

const cursorOf = <T>(given: { ok: true; value: T } | { ok: false }): T => {
  if (!given.ok) throw new Error('no cursor')
  return given.value
}

test('an erasure is not undone, nor is what came before it', async () => {
  const { operator } = await newSchool()
  const student = await newStudent(operator)
  const removed = value(await removePeople(testDb, operator, { ids: [student.id] }))
  const erased = value(await erasePerson(testDb, operator, { id: student.id, name: student.name }))
  const reason = { failure: { kind: 'refused', reason: 'erased_for_good' } }
  expect(await previewUndo(testDb, operator, { change_set: erased.change_set })).toMatchObject(reason)
  expect(await undo(testDb, operator, { change_set: erased.change_set })).toMatchObject(reason)
  const before = value(await previewUndo(testDb, operator, { change_set: removed.change_set }))
  expect(before.conflicts).toMatchObject([{ reason: 'erased', choosable: false }])
})

describe('it is refused', () => {
  test('with another name, for another school, for grade administrators, and nothing is written', async () => {
    const [mine, theirs] = [await newSchool(), await newSchool()]
    const student = await newStudent(mine.operator)
    const input = { id: student.id, name: student.name }
    expect(await erasePerson(testDb, mine.operator, { ...input, name: '张四' })).toMatchObject({
      failure: { kind: 'invalid', issues: [{ field: 'name' }] },
    })
    expect(await erasePerson(testDb, theirs.operator, input)).toMatchObject({ failure: { kind: 'not_found' } })
    expect(await previewErasure(testDb, theirs.operator, input)).toMatchObject({ failure: { kind: 'not_found' } })
    expect(await exportPerson(testDb, theirs.operator, input)).toMatchObject({ failure: { kind: 'not_found' } })
    const grade = actorIn(mine.id, 'grade_admin', undefined, { grade: 2 })
    for (const refusal of [
      await erasePerson(testDb, grade, input),
      await previewErasure(testDb, grade, input),
      await exportPerson(testDb, grade, input),
    ])
      expect(refusal).toMatchObject({ failure: { kind: 'forbidden' } })
    const stranger = await newStudent(mine.operator)
    expect(await erasePerson(testDb, mine.operator, { ...input, guardians: [stranger.id] })).toMatchObject({
      failure: { kind: 'changed_meanwhile' },
    })
    const sets = await testDb.sql(`SELECT 1 AS set FROM change_set WHERE school_id = $1 AND kind <> 'single'`, [
      mine.id,
    ])
    expect(sets).toEqual([])
  })

  test('of oneself, and of the last administrator', async () => {
    const { id: schoolId, operator } = await newSchool()
    const teacher = await newStudent(operator, { role: 2, graduates_in: null })
    const account = await testDb.prisma.account.create({
      data: {
        schoolId,
        personId: teacher.id,
        username: unique('t'),
        passwordHash: 'x',
        isSuper: 1,
        approvedAt: new Date(),
      },
    })
    const input = { id: teacher.id, name: teacher.name }
    const self = actorIn(schoolId, 'school_admin', undefined, { accountId: account.id })
    expect(await erasePerson(testDb, self, input)).toMatchObject({ failure: { reason: 'own_record' } })
    expect(await erasePerson(testDb, operator, input)).toMatchObject({ failure: { reason: 'last_admin' } })
    expect(value(await erasePerson(testDb, await admin(schoolId), input))).toMatchObject({ people: 1, accounts: 1 })
    const signed = value(
      await signIn(testDb, { username: account.username ?? '', password: 'x', address: '', userAgent: '' }),
    )
    expect(signed).toBeUndefined()
  })
})
