import type { Schema } from '../json-schema'
import { pythonTypes } from './errors'

/** What a field made of a value: the value as kept, or the original framework's sentence about it. */
type Checked = { value: unknown } | { error: string }
type Check = (given: unknown) => Checked

/** A field of a body: what it does with an absent key, with null, and with anything else; and that as JSON Schema. */
export type Field = { required: boolean; nullable: boolean; check: Check; schema: Schema }

const words = {
  required: '该字段是必填项。',
  blank: '该字段不能为空。',
  null: '该字段不能为 null。',
  integer: '请填写合法的整数值。',
  boolean: '必须是有效的布尔值。',
  text: 'Not a valid string.',
}

const typeOf = (value: unknown): string =>
  pythonTypes[Array.isArray(value) ? 'array' : value === null ? 'null' : typeof value] ?? typeof value

/** `allows`: what the pattern cannot say. */
type TextRule = { longest?: number; pattern?: RegExp; allows?: (value: string) => boolean; wrong?: string }

/** Text: trimmed, numbers accepted, booleans, lists and objects refused. */
export function text(
  { longest, pattern, allows = () => true, wrong = '' }: TextRule,
  options: { required?: boolean; nullable?: boolean } = {},
): Field {
  const check: Check = (given) => {
    if (typeof given !== 'string' && typeof given !== 'number') return { error: words.text }
    const value = String(given).trim()
    if (value === '') return { error: words.blank }
    if (longest !== undefined && [...value].length > longest)
      return { error: `请确保这个字段不能超过 ${longest} 个字符。` }
    return (pattern && !pattern.test(value)) || !allows(value) ? { error: wrong } : { value }
  }
  const { required = false, nullable = false } = options
  const schema = {
    type: ['string', ...(pattern ? [] : ['number']), ...(nullable ? ['null'] : [])],
    minLength: 1,
    ...(longest === undefined ? {} : { maxLength: longest }),
    ...(pattern === undefined ? {} : { pattern: pattern.source }),
  }
  return { required, nullable, check, schema }
}

const digits = /^\s*[+-]?\d{1,9}\s*$/

/** An integer within bounds, as a number or as digits. */
export const choice = (least: number, most: number): Field => ({
  required: false,
  nullable: false,
  check: (given) => {
    const number = typeof given === 'string' && digits.test(given) ? Number(given) : given
    if (typeof number !== 'number' || !Number.isInteger(number)) return { error: words.integer }
    return number < least || number > most ? { error: `“${given}” 不是合法选项。` } : { value: number }
  },
  schema: { type: 'integer', minimum: least, maximum: most },
})

const truths = new Map<unknown, boolean>([
  ...[true, 'true', 'True', '1', 1].map((each): [unknown, boolean] => [each, true]),
  ...[false, 'false', 'False', '0', 0].map((each): [unknown, boolean] => [each, false]),
])

export const truth: Field = {
  required: false,
  nullable: false,
  check: (given) => (truths.has(given) ? { value: truths.get(given) } : { error: words.boolean }),
  schema: { enum: [...truths.keys()] },
}

const largestKey = 2_147_483_647
const keyDigits = /^\s*\d+\s*$/

/** The id of another record, as an integer or as digits; whether it is there is asked later. */
export const key: Field = {
  required: true,
  nullable: false,
  check: (given) => {
    if (given === '') return { error: words.null }
    const isWhole =
      typeof given === 'number' ? Number.isInteger(given) : typeof given === 'string' && keyDigits.test(given)
    if (!isWhole) return { error: `类型错误。期望为主键，获得的类型为 ${typeOf(given)}。` }
    const id = Number(given)
    return id >= 0 && id <= largestKey ? { value: id } : { error: missing(given) }
  },
  schema: { type: ['integer', 'string'], minimum: 0, maximum: largestKey, pattern: keyDigits.source },
}

export const missing = (given: unknown): string => `无效主键 “${given}” － 对象不存在。`

export type Errors = Record<string, string[]>

/** Checks a body field by field, everything at once; keys that are no fields are ignored. */
export function checkBody(
  fields: Record<string, Field>,
  body: object,
  isPartial = false,
): { values: Map<string, unknown>; errors: Errors } {
  const given = new Map<string, unknown>(Object.entries(body))
  const values = new Map<string, unknown>()
  const errors: Errors = {}
  for (const [name, field] of Object.entries(fields)) {
    const value = given.get(name)
    if (!given.has(name)) {
      if (field.required && !isPartial) errors[name] = [words.required]
    } else if (value === null) {
      if (field.nullable) values.set(name, null)
      else errors[name] = [words.null]
    } else {
      const checked = field.check(value)
      if ('error' in checked) errors[name] = [checked.error]
      else values.set(name, checked.value)
    }
  }
  return { values, errors }
}
