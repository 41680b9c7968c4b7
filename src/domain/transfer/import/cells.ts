import { z } from 'zod'
import { dateIn } from '@/infra/tables/dates'
import type { Reason } from '../../errors'
import { checkValue, separator } from '../../fields/rules'
import { type Field, fieldTypes } from '../../fields/schema'
import { isMaskedText } from '../../people/mask-rules'
import { attributes, lengths } from '../../people/schema'
import { genderOf, relationOf, statusOf, yesNoOf } from './words'

/** What is wrong with the text of a cell. */
export class Wrong {
  constructor(
    readonly reason: Reason,
    readonly limit?: number,
  ) {}
}
type Value = string | number | Wrong
/** Turns the trimmed text of a cell that is not empty into the value that is kept. */
export type CellCheck = (text: string) => Value

const invalid = new Wrong('invalid')
/** A masked number where there is none that it could stand for. */
const masked = new Wrong('masked')

const within =
  (most: number, pattern?: RegExp): CellCheck =>
  (text) =>
    text.length > most ? new Wrong('too_long', most) : pattern && !pattern.test(text) ? invalid : text

const whole =
  (least: number, most: number, unit: RegExp): CellCheck =>
  (text) => {
    const digits = text.normalize('NFKC').replace(unit, '').trim()
    if (!/^[+-]?\d+$/.test(digits)) return new Wrong('not_integer')
    const number = Number(digits)
    return number < least || number > most ? invalid : number
  }

/**
 * The plain functions for what `attributes` in `people/schema.ts` asks of each key, since a hundred thousand rows are
 * checked; a test holds the two together. Beyond the schema they understand what people write into sheets.
 */
export const cellChecks: Record<string, CellCheck> = {
  usin: within(lengths.usin),
  name: within(lengths.name),
  outer_id: within(lengths.outer_id),
  gender: (text) => genderOf(text) ?? invalid,
  status: (text) => statusOf(text) ?? invalid,
  email: within(lengths.email, z.regexes.email),
  phone: (text) => (isMaskedText(text) ? masked : phone(/^[\d+\- ]*$/.test(text) ? text : text.normalize('NFKC'))),
  idcard: (text) => (isMaskedText(text) ? masked : idcard(text)),
  graduates_in: whole(1900, 2200, /\s*(届|年|年毕业)$/),
  duration: whole(1, 12, /\s*年制?$/),
  entered_at: (text) => dateIn(text) ?? invalid,
  // Rare, and the rules of an address are long: the schema itself looks at it.
  avatar_url: (text) => {
    const parsed = attributes.avatar_url.safeParse(text)
    return parsed.success ? text : invalid
  },
  student: within(lengths.usin),
  guardian_role: (text) => relationOf(text) ?? invalid,
}
const phone = within(lengths.phone, /^[\d+\- ]*$/)
const idcard = within(lengths.idcard)

const otherSeparators = /[；,，、|\n]/g

/** The text of a cell as a field of the type would have it written. */
function written(field: Pick<Field, 'type' | 'options'>, text: string): string {
  switch (field.type) {
    case fieldTypes.date:
      return dateIn(text) ?? text
    case fieldTypes.yes_no:
      return yesNoOf(text)
    case fieldTypes.choices:
      // An option may hold one of the other separators, as in what an export wrote.
      return text.split(separator).every((part) => field.options.includes(part.trim()))
        ? text
        : text.replace(otherSeparators, separator)
    default:
      return text
  }
}

/** The check of a field's cells. */
export const fieldCheck =
  (field: Field): CellCheck =>
  (text) => {
    const value = checkValue(field, written(field, text))
    return typeof value === 'string' ? value : new Wrong(value.reason, value.limit)
  }

/** Of a cell that is none of the options: those that would have to be added. */
export const unknownOptions = (field: Field, text: string): string[] => {
  const parts = field.type === fieldTypes.choices ? written(field, text.trim()).split(separator) : [text]
  return parts.map((part) => part.trim()).filter((part) => part !== '' && !field.options.includes(part))
}
