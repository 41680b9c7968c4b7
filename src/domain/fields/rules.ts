import { isRealDate } from '../dates'
import type { Issue } from '../errors'
import { attributes, required } from '../people/schema'
import { lengthOf } from '../texts'
import { type Field, type FieldType, fieldTypes } from './schema'

/** Between the options of a several-choices value. */
export const separator = ';'

const ownKeys = [
  'id',
  'role',
  'values',
  'created_at',
  'updated_at',
  ...Object.keys(required),
  ...Object.keys(attributes),
]
/** What the list call of the contract reads as its own. */
const listKeys = ['q', 'updated_since', 'sort', 'page', 'per_page']
const objectKeys = [...Object.getOwnPropertyNames(Object.prototype), 'prototype', 'then', 'toJSON']
const reserved = new Set([...ownKeys, ...listKeys, ...objectKeys].map((name) => name.toLowerCase()))

/** Whether a field may not bear the name: a built-in key, or one that means something to JavaScript itself. */
export const isReserved = (name: string): boolean => reserved.has(name.toLowerCase())

export const hasOptions = (type: FieldType): boolean => type === fieldTypes.choice || type === fieldTypes.choices

/** What is wrong with the options of a field of the type; none are wanted but by choices. */
export function checkOptions(type: FieldType, options: readonly string[]): Issue[] {
  if (!hasOptions(type)) return []
  if (options.length === 0) return [{ field: 'options', reason: 'blank' }]
  const twice = options.find((option, at) => options.indexOf(option) !== at)
  if (twice !== undefined) return [{ field: 'options', reason: 'taken', value: twice }]
  const split = type === fieldTypes.choices ? options.find((option) => option.includes(separator)) : undefined
  return split === undefined ? [] : [{ field: 'options', reason: 'invalid', value: split }]
}

const isLink = (text: string) => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)

const asText = (value: unknown): string | undefined => {
  if (value === null || value === undefined) return ''
  if (typeof value === 'number' && Number.isFinite(value)) return String(value)
  if (typeof value === 'boolean') return String(value)
  if (typeof value === 'string') return value.trim()
  return Array.isArray(value) && value.every((each) => typeof each === 'string') ? value.join(separator) : undefined
}

/** The longest value, in characters. */
export const longest = 2000

/** The value as it is kept (`""` clears), or what is wrong with it. Numbers, booleans and lists of options are understood. */
export function checkValue(
  field: Pick<Field, 'name' | 'type' | 'options' | 'required'>,
  given: unknown,
): string | Issue {
  const text = asText(given)
  const wrong = (reason: Issue['reason']): Issue => ({ field: field.name, reason, value: text?.slice(0, 100) })
  if (text === undefined || (Array.isArray(given) && field.type !== fieldTypes.choices)) return wrong('invalid')
  if (text === '') return field.required ? { field: field.name, reason: 'blank' } : ''
  if (lengthOf(text) > longest) return { field: field.name, reason: 'too_long', limit: longest }
  switch (field.type) {
    case fieldTypes.text:
      return text
    case fieldTypes.choice:
      return field.options.includes(text) ? text : wrong('unknown_option')
    case fieldTypes.number:
      return /^[+-]?\d{1,15}(\.\d{1,10})?$/.test(text) ? text.replace(/^\+/, '') : wrong('invalid')
    case fieldTypes.date:
      return isRealDate(text) ? text : wrong('invalid')
    case fieldTypes.yes_no:
      return text === 'true' || text === 'false' ? text : wrong('invalid')
    case fieldTypes.choices:
      return checkChoices(field.options, text) ?? wrong('unknown_option')
    case fieldTypes.link:
      return isLink(text) ? text : wrong('invalid')
  }
}

/** The chosen options in the field's order, or undefined when one is none of them. */
function checkChoices(options: readonly string[], text: string): string | undefined {
  const chosen = text
    .split(separator)
    .map((each) => each.trim())
    .filter(Boolean)
  return chosen.every((each) => options.includes(each))
    ? options.filter((option) => chosen.includes(option)).join(separator)
    : undefined
}
