import type { Current } from './current'
import { isMaskedKey, isMaskOf, maskedKeys } from './mask-rules'
import type { PersonPatch } from './schema'
import type { Write } from './write'

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

/** The link that a change of `student_id` or `guardian_role` leads to, and the one it replaces. */
export function relink(data: PersonPatch, { link }: Current): Pick<Write, 'link' | 'unlink'> {
  const student = data.student_id === undefined ? (link?.student_id ?? null) : data.student_id
  const unlink = link && link.student_id !== student ? link.student_id : undefined
  if (student === null) return { unlink }
  const relation = data.guardian_role ?? (unlink === undefined ? (link?.relation ?? 0) : 0)
  const same = link?.student_id === student && link.relation === relation
  return { unlink, link: same ? undefined : { student_id: student, relation, position: link?.position ?? 0 } }
}

/** Keys of `after` whose value is another in `before`. */
export function changedKeys(before: object, after: object): string[] {
  const old = new Map<string, unknown>(Object.entries(before))
  return Object.entries(after).flatMap(([key, value]) => ((old.get(key) ?? '') === (value ?? '') ? [] : [key]))
}

/** The named part of an object. */
export const pick = (from: object, keys: readonly string[]) =>
  Object.fromEntries(Object.entries(from).filter(([key]) => keys.includes(key)))
