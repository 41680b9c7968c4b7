import { expect, test } from 'vitest'
import { actorIn, newField, newGuardian, newSchool, newStudent, testDb, unique, value } from '@/testing/factories'
import type { Issue, Result } from '../errors'
import { removeField, updateField } from '../fields/commands'
import { createPerson, patchPerson } from './commands'
import { parsePerson, readPerson } from './queries'

const issues = (result: Result<unknown>): Issue[] =>
  result.ok || result.failure.kind !== 'invalid' ? [] : result.failure.issues
const fieldsOf = (result: Result<unknown>) =>
  issues(result)
    .map(({ field }) => field)
    .sort()

test('numbers become text, unset values are empty, and the record comes back', async () => {
  const { operator } = await newSchool()
  const made = await newStudent(operator, {
    usin: 1780987,
    outer_id: 42,
    entered_at: '2016-08-19',
    phone: '13800000000',
  })
  expect(made).toMatchObject({
    usin: '1780987',
    outer_id: '42',
    entered_at: '2016-08-19',
    gender: 'u',
    status: 1,
    email: '',
    duration: null,
    student_id: null,
  })
  expect('password' in made).toBe(false)
})

test('everything that is wrong is said at once', async () => {
  const { operator } = await newSchool()
  const taken = await newStudent(operator)
  const bad = {
    usin: taken.usin,
    name: '',
    role: 1,
    gender: 'x',
    entered_at: '2026-02-30',
    email: 'nobody',
    duration: 13,
    values: { nonsense: 1, __proto__x: 1 },
  }
  expect(fieldsOf(await createPerson(testDb, operator, bad, 'flat'))).toEqual([
    '__proto__x',
    'duration',
    'email',
    'entered_at',
    'gender',
    'graduates_in',
    'name',
    'nonsense',
    'usin',
  ])
  expect(fieldsOf(await createPerson(testDb, operator, {}, 'flat'))).toEqual(['name', 'role', 'usin'])
})

test('a key that means something to JavaScript is refused by its name', async () => {
  const { operator } = await newSchool()
  const values = JSON.parse('{"__proto__": "x", "constructor": "y"}')
  const refused = await createPerson(
    testDb,
    operator,
    { usin: unique('S'), name: 'x', role: 1, graduates_in: 2027, values },
    'flat',
  )
  expect(issues(refused)).toEqual([
    { field: '__proto__', reason: 'unknown_key' },
    { field: 'constructor', reason: 'unknown_key' },
  ])
})

test('fifty at once with one number make one person', async () => {
  const { operator } = await newSchool()
  const usin = unique('S')
  const tries = await Promise.all(
    Array.from({ length: 50 }, () => createPerson(testDb, operator, { usin, name: 'x', role: 2 }, 'flat')),
  )
  expect(tries.filter((each) => each.ok)).toHaveLength(1)
  expect(tries.flatMap(issues)).toEqual(Array(49).fill({ field: 'usin', reason: 'taken', value: usin }))
})

test('a value that nobody else may hold is held once', async () => {
  const { operator } = await newSchool()
  const card = await newField(operator, { unique: true })
  const first = await newStudent(operator, { values: { [card.name]: '0001' } })
  const again = await createPerson(
    testDb,
    operator,
    { usin: unique('S'), name: 'x', role: 1, graduates_in: 2027, values: { [card.name]: '0001' } },
    'flat',
  )
  expect(issues(again)).toEqual([{ field: card.name, reason: 'taken', value: '0001' }])
  value(await patchPerson(testDb, operator, first.id, { values: { [card.name]: '' } }, 'flat'))
  await newStudent(operator, { values: { [card.name]: '0001' } })
})

test('what is read can be sent back, masked numbers too, and changes nothing', async () => {
  const { id, operator } = await newSchool()
  const blind = actorIn(id, 'api_key', ['people:read', 'people:write'])
  const { id: person } = await newStudent(operator, { idcard: '990105194912310023', phone: '10033916349' })
  const seen = parsePerson(value(await readPerson(testDb, blind, { id: person }, 'nested')))
  expect([seen.idcard, seen.phone]).toEqual(['9901**********0023', '100****6349'])
  const { id: _id, created_at: _created, updated_at: _updated, ...back } = seen
  const changed = value(await patchPerson(testDb, blind, person, { ...back, name: '张三丰' }, 'nested'))
  expect(parsePerson(changed).name).toBe('张三丰')
  const kept = parsePerson(value(await readPerson(testDb, operator, { id: person }, 'nested')))
  expect([kept.idcard, kept.phone]).toEqual(['990105194912310023', '10033916349'])
})

test('a change keeps what it does not name, and clears what it empties', async () => {
  const { operator } = await newSchool()
  const one = await newField(operator)
  const two = await newField(operator)
  const made = await newStudent(operator, {
    email: 'zs@example.com',
    outer_id: unique('o'),
    values: { [one.name]: '一', [two.name]: '二' },
  })
  const patch = { email: null, outer_id: '', values: { [one.name]: '' } }
  const changed = parsePerson(value(await patchPerson(testDb, operator, made.id, patch, 'nested')))
  expect(changed).toMatchObject({
    name: made.name,
    email: '',
    outer_id: '',
    values: { [one.name]: '', [two.name]: '二' },
  })
  expect(
    fieldsOf(await patchPerson(testDb, operator, made.id, { role: 2, graduates_in: null, usin: '' }, 'flat')),
  ).toEqual(['graduates_in', 'role', 'usin'])
})

test('parallel changes of one person are all kept', async () => {
  const { operator } = await newSchool()
  const fields = await Promise.all([1, 2, 3, 4].map(() => newField(operator)))
  const made = await newStudent(operator)
  const done = await Promise.all(
    fields.map(({ name }) => patchPerson(testDb, operator, made.id, { values: { [name]: name } }, 'flat')),
  )
  for (const each of done) value(each)
  const now = parsePerson(value(await readPerson(testDb, operator, { id: made.id }, 'nested')))
  expect(now.values).toEqual(Object.fromEntries(fields.map(({ name }) => [name, name])))
})

test('no person is ever written with an option that was taken away meanwhile', async () => {
  const { operator } = await newSchool()
  const field = await newField(operator, { type: 2, options: ['甲', '乙'] })
  for (let round = 0; round < 10; round++) {
    const [made, shrunk] = await Promise.all([
      createPerson(
        testDb,
        operator,
        { usin: unique('S'), name: 'x', role: 1, graduates_in: 2027, values: { [field.name]: '乙' } },
        'flat',
      ),
      updateField(testDb, operator, { name: field.name, patch: { options: ['甲'] } }),
    ])
    expect(made.ok && shrunk.ok, 'an option in use was removed').toBe(false)
    if (shrunk.ok) value(await updateField(testDb, operator, { name: field.name, patch: { options: ['甲', '乙'] } }))
    if (made.ok) {
      value(await patchPerson(testDb, operator, JSON.parse(made.value).id, { values: { [field.name]: '' } }, 'flat'))
    }
  }
})

test('every write leaves its change, and no password in it', async () => {
  const { id: school, operator } = await newSchool()
  const made = await newStudent(operator, { password: 'Tidy-Lamp-42-River' })
  value(await patchPerson(testDb, operator, made.id, { name: '李四', password: 'Calm-Maple-77-Stone' }, 'flat'))
  value(await patchPerson(testDb, operator, made.id, { name: '李四' }, 'flat'))
  const rows = await testDb.sql<{ action: string; before: object | null; after: object }>(
    `SELECT action, before, after FROM change WHERE school_id = $1 AND noun = 'person' ORDER BY id`,
    [school],
  )
  expect(rows.map(({ action }) => action)).toEqual(['create', 'update'])
  expect(rows[1]).toMatchObject({ before: { name: '张三' }, after: { name: '李四', password_changed: true } })
  expect(JSON.stringify(rows)).not.toMatch(/argon2|Tidy|Calm/)
})

test('a guardian has an existing student of the school, and the link can be changed', async () => {
  const { operator } = await newSchool()
  const other = await newSchool()
  const foreign = await newStudent(other.operator)
  const [one, two] = [await newStudent(operator), await newStudent(operator)]
  const refused = await createPerson(
    testDb,
    operator,
    { usin: unique('G'), name: 'x', role: 8, student_id: foreign.id },
    'flat',
  )
  expect(fieldsOf(refused)).toEqual(['student_id'])
  const guardian = await newGuardian(operator, one.id)
  expect([guardian.student_id, guardian.guardian_role]).toEqual([one.id, 1])
  const moved = parsePerson(
    value(await patchPerson(testDb, operator, guardian.id, { student_id: two.id, guardian_role: 2 }, 'nested')),
  )
  expect([moved.student_id, moved.guardian_role]).toEqual([two.id, 2])
  const alone = parsePerson(value(await patchPerson(testDb, operator, guardian.id, { student_id: null }, 'nested')))
  expect([alone.student_id, alone.guardian_role]).toEqual([null, 0])
  expect(
    fieldsOf(
      await createPerson(testDb, operator, { usin: unique('S'), name: 'x', role: 2, student_id: one.id }, 'flat'),
    ),
  ).toEqual(['student_id'])
})

test('nobody reads, changes or makes anything in another school', async () => {
  const [mine, theirs] = [await newSchool(), await newSchool()]
  const person = await newStudent(theirs.operator)
  expect(await readPerson(testDb, mine.operator, { id: person.id }, 'flat')).toMatchObject({
    failure: { kind: 'not_found' },
  })
  expect(await patchPerson(testDb, mine.operator, person.id, { name: 'x' }, 'flat')).toMatchObject({
    failure: { kind: 'not_found' },
  })
  const reader = actorIn(theirs.id, 'api_key', ['people:read'])
  expect(await patchPerson(testDb, reader, person.id, { name: 'x' }, 'flat')).toMatchObject({
    failure: { kind: 'forbidden' },
  })
  expect(await createPerson(testDb, actorIn(theirs.id, 'teacher'), { usin: 'x' }, 'flat')).toMatchObject({
    failure: { kind: 'forbidden' },
  })
})

test('a field that is gone is refused by name, whatever the process remembers', async () => {
  const { operator } = await newSchool()
  const field = await newField(operator)
  await newStudent(operator, { values: { [field.name]: 'x' } })
  value(await removeField(testDb, operator, { name: field.name }))
  const refused = await createPerson(
    testDb,
    operator,
    { usin: unique('S'), name: 'x', role: 1, graduates_in: 2027, values: { [field.name]: 'x' } },
    'flat',
  )
  expect(issues(refused)).toEqual([{ field: field.name, reason: 'unknown_key' }])
})
