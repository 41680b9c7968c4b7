import { buffer } from 'node:stream/consumers'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { newField, newGuardian, newSchool, newStudent, testDb, unique, value } from '@/testing/factories'
import { readFile, rowsOf, run } from '@/testing/imports'
import type { Actor } from '../actor'
import type { Field } from '../fields/schema'
import { exportPeople } from './export'
import type { ExportInput } from './schema'

const bytesOf = async (actor: Actor, input: ExportInput) =>
  buffer(value(await exportPeople(testDb, actor, input)).bytes)

const letters = [...'张三 ,;"\'=+-@0123aé𠀀👩🏽\n\t＝＋，；_', '\r\n', '_x0041_', '</t>', '&']
const text = (most: number) =>
  fc
    .array(fc.constantFrom(...letters), { minLength: 1, maxLength: most })
    .map((parts) => parts.join('').trim())
    .filter((whole) => whole !== '')
const maybe = <T>(arbitrary: fc.Arbitrary<T>, none: T) => fc.oneof(arbitrary, fc.constant(none))
const day = fc
  .date({ min: new Date('1900-01-01'), max: new Date('2199-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10))
const numbers = ['0', '-0', '007', '1.50', '-3.25', '123456789012345', '123456789012345.1234567891', '0.0000000001']
const options = ['一, 二', '=1+1', '007', '"乙"', "'丙", '1', 'true', '2024-09-01']

/** Of each type, as a value of it is written. */
const ofType: Record<number, fc.Arbitrary<string>> = {
  1: text(12),
  2: fc.constantFrom(...options),
  3: fc.constantFrom(...numbers),
  4: day,
  5: fc.constantFrom('true', 'false'),
  6: fc.subarray(options).map((chosen) => chosen.join(';')),
  7: fc.constantFrom('https://例子.cn/?a=1,2&b="x"', 'http://example.com/#=1'),
}
const phone = fc.constantFrom('', '0013800000000', '+86 138-0000-0000', '-1', '13800000000')
const idcard = fc.constantFrom('', '110101200001011237', '11010120000101123X', '=1+1', '0001')
const guardian = fc.record({ name: text(8), phone, idcard })
const student = fc.record({
  person: fc.record({
    name: text(20),
    gender: fc.constantFrom('m', 'f', 'u'),
    graduates_in: fc.integer({ min: 1900, max: 2200 }),
    duration: maybe<number | null>(fc.integer({ min: 1, max: 12 }), null),
    entered_at: maybe(day, ''),
    status: fc.constantFrom(1, 2, 4),
    ...{ phone, idcard },
  }),
  start: fc.constantFrom('', '0', '00', '=', '-', '+', '@', "'=", 'E', '1E'),
  values: fc.tuple(...[1, 2, 3, 4, 5, 6, 7].map((type) => maybe(ofType[type] ?? fc.constant(''), ''))),
  guardians: fc
    .subarray([0, 1, 2])
    .chain((roles) => fc.tuple(...roles.map((guardian_role) => guardian.map((one) => ({ ...one, guardian_role }))))),
})

async function generatedSchool(seed: number): Promise<{ operator: Actor; fields: Field[] }> {
  const { operator } = await newSchool()
  const fields: Field[] = []
  for (const type of [1, 2, 3, 4, 5, 6, 7] as const)
    fields.push(
      await newField(operator, { type, label: `栏,"${type}"`, options: type === 2 || type === 6 ? options : [] }),
    )
  for (const [at, one] of fc.sample(student, { seed, numRuns: 40 }).entries()) {
    const values = Object.fromEntries(one.values.map((each, of) => [fields[of]?.name, each]))
    const usin = `${one.start}${at}`
    const { id } = await newStudent(operator, { ...one.person, usin, outer_id: at % 2 ? `0${at}` : '', values })
    for (const each of one.guardians) await newGuardian(operator, id, each)
    if (at % 5 === 0)
      await newStudent(operator, { role: 2, graduates_in: null, name: one.person.name, usin: unique('=T') })
  }
  return { operator, fields }
}

const changesOf = (actor: Actor) =>
  testDb.sql('SELECT count(*)::int AS count FROM change WHERE school_id = $1', [actor.schoolId])

test.each([
  ['csv', 'zh', 20261125],
  ['xlsx', 'en', 57],
] as const)('what was exported as %s in %s imports as nothing changed', async (format, language, seed) => {
  const { operator } = await generatedSchool(seed)
  const before = await changesOf(operator)
  for (const role of [1, 2, 8] as const) {
    const file = await bytesOf(operator, { role, format, language })
    const read = await readFile(operator, file, { role, fileName: `people.${format}` })
    const rows = await rowsOf(operator, read.id)
    const others = rows
      .filter(({ kind }) => kind !== 'unchanged')
      .map(({ line, issues, changes, guardians }) => ({ line, issues, changes, guardians }))
    expect(others).toEqual([])
    expect(read).toMatchObject({ state: 'ready', counts: { unchanged: read.rows } })
    expect(read.rows).toBeGreaterThan(5)
    expect(await run(operator, read.id)).toMatchObject({ state: 'done', change_set: null })
  }
  expect(await changesOf(operator)).toEqual(before)
})
