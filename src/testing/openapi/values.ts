import fc from 'fast-check'
import type { Schema } from '@/rest/json-schema'
import { failures, schemaAt } from './document'

const number = (value: unknown, otherwise: number) => (typeof value === 'number' ? value : otherwise)
const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : [])
const entries = (value: unknown): [string, Schema][] =>
  typeof value === 'object' && value !== null ? Object.entries(value) : []

const seen = (least: number) => (text: string) => text.trim() || 'x'.repeat(least)

/** Text of a schema: by its pattern or format, else of any script, with something to see in it where it may not be empty. */
function text(schema: Schema): fc.Arbitrary<string> {
  const [minLength, maxLength] = [number(schema.minLength, 0), number(schema.maxLength, 40)]
  if (schema.format === 'date-time')
    return fc
      .date({ min: new Date('1990-01-01'), max: new Date('2100-01-01'), noInvalidDate: true })
      .map((date) => date.toISOString())
  if (schema.format === 'date')
    return fc
      .date({ min: new Date('1900-01-01'), max: new Date('2200-01-01'), noInvalidDate: true })
      .map((date) => date.toISOString().slice(0, 10))
  if (schema.format === 'email') return fc.emailAddress()
  if (schema.format === 'uri') return fc.webUrl()
  if (typeof schema.pattern === 'string') return matching(schema.pattern)
  const some = fc.string({ unit: 'grapheme', minLength, maxLength: Math.min(maxLength, 60) }).map(seen(minLength))
  // As long as it may be, of letters that are two in UTF-16: a length counts letters.
  const longest = typeof schema.maxLength === 'number' ? [fc.constant('𠮷'.repeat(schema.maxLength))] : []
  return fc.oneof({ weight: 4, arbitrary: some }, ...longest)
}

/** Letters of the patterns that fast-check cannot read. */
const letters = [...'aZ09郝高阳éß한@.+-_']

function matching(pattern: string): fc.Arbitrary<string> {
  return /\\p\{/.test(pattern)
    ? fc.string({ unit: fc.constantFrom(...letters), minLength: 1, maxLength: 30 })
    : fc.stringMatching(new RegExp(pattern, 'u'))
}

function ofType(type: unknown, schema: Schema): fc.Arbitrary<unknown> {
  switch (type) {
    case 'string':
      return text(schema)
    case 'integer':
    case 'number':
      return fc.integer({ min: number(schema.minimum, 0), max: number(schema.maximum, 2_147_483_647) })
    case 'boolean':
      return fc.boolean()
    case 'null':
      return fc.constant(null)
    case 'array':
      return fc.uniqueArray(good(schemaAt(Object(schema.items))), {
        minLength: number(schema.minItems, 0),
        maxLength: 4,
      })
    case 'object':
      return body(schema)
    default:
      return fc.jsonValue({ maxDepth: 1 })
  }
}

/** Values that a schema of the document allows. */
export function good(given: Schema): fc.Arbitrary<unknown> {
  const schema = schemaAt(given)
  const among = list(schema.enum)
  const alternatives = list(schema.anyOf)
  const types = Array.isArray(schema.type) ? schema.type : [schema.type]
  const any = Object.hasOwn(schema, 'const')
    ? fc.constant(schema.const)
    : among.length > 0
      ? fc.constantFrom(...among)
      : alternatives.length > 0
        ? fc.oneof(...alternatives.map((each) => good(Object(each))))
        : fc.oneof(...types.map((type) => ofType(type, schema)))
  return any.filter((value) => failures(schema, value) === '')
}

export type Body = Record<string, unknown>

/** Objects that a schema allows; keys beside the named ones are none of its business here. */
export function body(given: Schema): fc.Arbitrary<Body> {
  const schema = schemaAt(given)
  const required = list(schema.required).map(String)
  const keys = Object.fromEntries(entries(schema.properties).map(([key, each]) => [key, good(each)]))
  return fc.record(keys, { requiredKeys: required })
}

const hostile = (schema: Schema) => [
  ...[{}, [], [{}], [''], true, '', -1, 1.5, 1e15, 97, null, 'nicht ✗', '1e3', "'; DROP TABLE person;--"],
  'x'.repeat(number(schema.maxLength, 0) + 1),
  Array.from({ length: 1001 }, () => 'x'),
]

/** Values that a schema forbids, and that nothing turns into one it allows. */
export function bad(given: Schema): fc.Arbitrary<unknown> | undefined {
  const schema = schemaAt(given)
  // Digits are read as the number they are, a number as its digits, and white space around a text is taken off.
  const isTurned = (value: unknown) =>
    (typeof value === 'string' && /^\s*[+-]?\d+\s*$|^\s|\s$/.test(value)) ||
    (typeof value === 'number' && failures(schema, String(value)) === '')
  const isBad = (value: unknown) => failures(schema, value) !== '' && !isTurned(value)
  const known = hostile(schema).filter(isBad)
  return known.length === 0
    ? undefined
    : fc.oneof(fc.constantFrom(...known), fc.jsonValue({ maxDepth: 2 }).filter(isBad))
}

/** What a query parameter of the schema says: a number, a list with commas, or text. */
function read(schema: Schema, text: string): unknown {
  if (schema.type === 'array') return text.split(',').map((part) => read(Object(schema.items), part))
  return schema.type === 'integer' && /^\d+$/.test(text) ? Number(text) : text
}

/** Query parameters that a schema forbids. */
export function badQuery(schema: Schema): fc.Arbitrary<string> {
  const texts = [
    '',
    'x',
    '-1',
    '1.5',
    '0',
    '97',
    '1,x',
    '1,,2',
    '1 2',
    '9'.repeat(11),
    '2026-02-30',
    '字'.repeat(101),
    "' OR 1=1",
  ]
  const known = texts.filter((text) => failures(schema, read(schema, text)) !== '')
  // No text may hold it, whatever else it may be.
  known.push('a\0b')
  return fc.constantFrom(...known)
}

/** One fault of a body: the key that is wrong, and with which value; `undefined` when it is not there. */
export type Fault = { key: string; value: unknown }

export function faults(given: Schema): fc.Arbitrary<Fault> {
  const schema = schemaAt(given)
  const wrong = entries(schema.properties).flatMap(([key, each]) => {
    const value = bad(each)
    return value ? [value.map((made): Fault => ({ key, value: made }))] : []
  })
  const absent = list(schema.required).map((key) => fc.constant<Fault>({ key: String(key), value: undefined }))
  const stranger = Object.hasOwn(schema, 'additionalProperties')
    ? [fc.constant<Fault>({ key: 'nobody_knows_this', value: 'x' })]
    : []
  return fc.oneof(...wrong, ...absent, ...stranger)
}
