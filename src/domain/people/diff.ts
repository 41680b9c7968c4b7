import type { Current } from './current'
import type { PersonPatch } from './schema'
import type { Write } from './write'

/** A masked number sent back as it was shown is no change, so that what a caller reads it can always write back. */
export function unmask(input: object, { masked }: Current): object {
  const same = (key: string, value: unknown) =>
    (key === 'idcard' || key === 'phone') && value !== '' && value === masked[key]
  return Object.fromEntries(Object.entries(input).filter(([key, value]) => !same(key, value)))
}

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
