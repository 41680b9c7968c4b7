import type { Current } from './current'
import { isMaskedKey, isMaskOf, maskedKeys } from './mask-rules'
import type { PersonPatch } from './schema'

/**
 * The input without the masked numbers that stand for the numbers as they are: what a caller reads it can write back.
 * Any other text with `*` stays, and the schema refuses it.
 */
export function unmask(input: object, { row }: Current): object {
  const same = (key: string, value: unknown) =>
    isMaskedKey(key) && typeof value === 'string' && isMaskOf(key, value, row[key])
  return Object.fromEntries(Object.entries(input).filter(([key, value]) => !same(key, value)))
}

/** The numbers that are set, whether or not they are the same as before. */
export const setNumbers = (data: PersonPatch): string[] => maskedKeys.filter((key) => Boolean(data[key]))

/** Keys of `after` whose value is another in `before`. */
export function changedKeys(before: object, after: object): string[] {
  const old = new Map<string, unknown>(Object.entries(before))
  return Object.entries(after).flatMap(([key, value]) => ((old.get(key) ?? '') === (value ?? '') ? [] : [key]))
}

/** The named part of an object. */
export const pick = (from: object, keys: readonly string[]) =>
  Object.fromEntries(Object.entries(from).filter(([key]) => keys.includes(key)))
