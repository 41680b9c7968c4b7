import type { Field } from '@/domain/fields/schema'
import type { Draft } from '../form/use-draft'
import { typeOf, withOptions } from './field-type'

const between = '\n'

/** A field as its form holds it; the options, one a line, are edited apart. */
export const draftOf = (field: Field | undefined): Draft => ({
  label: field?.label ?? '',
  name: field?.name ?? '',
  type: String(field?.type ?? 1),
  required: String(field?.required ?? false),
  unique: String(field?.unique ?? false),
})

export const optionsText = (options: readonly string[]): string => options.join(between)
export const optionsOf = (text: string | undefined): string[] => (text ? text.split(between) : [])

/** Options with more of them behind; what is blank or there already adds nothing. */
export function withTyped(options: readonly string[], ...texts: readonly string[]): readonly string[] {
  const fresh = new Set(texts.map((text) => text.trim()).filter((text) => text && !options.includes(text)))
  return [...options, ...fresh]
}

/** The whole of it, to be compared. */
export const wholeOf = (draft: Draft, options: readonly string[]): Draft => ({
  ...draft,
  options: optionsText(options),
})

/** What is sent of it: options only where the type has some. */
export function fieldOf(draft: Draft, options: readonly string[]) {
  const type = typeOf(draft.type)
  return {
    label: draft.label?.trim() ?? '',
    name: draft.name?.trim() ?? '',
    type,
    options: withOptions(type) ? options.map((option) => option.trim()).filter(Boolean) : [],
    required: draft.required === 'true',
    unique: draft.unique === 'true',
  }
}
