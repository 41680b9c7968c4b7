import type { Field } from '@/domain/fields/schema'

type Words = { yes: string; no: string }

/** An extension value as a person reads it. */
export function displayValue(field: Pick<Field, 'type'>, value: string | undefined, words: Words): string {
  if (!value) return ''
  if (field.type === 5) return value === 'true' ? words.yes : words.no
  return field.type === 6 ? value.split(';').join('、') : value
}
