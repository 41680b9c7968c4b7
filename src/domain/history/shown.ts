import { isMaskedKey, maskNumber } from '../people/mask-rules'
import type { CellValue, ChangeNoun, ShownCell, ShownLink } from './schema'

type Json = string | number | boolean | null | Json[] | { [key: string]: Json }
export type Snapshot = { [key: string]: Json }
export type FieldLabel = { label: string; type: number }
type Link = { student_id: number; relation: number }

export type Look = {
  /** Extension fields by their id, deleted ones among them. */
  fields: ReadonlyMap<string, FieldLabel>
  /** Students by id. */
  students: ReadonlyMap<number, string>
  /** Whether personal numbers are shown in full. */
  pii: boolean
}

/** What is known by other means, or is nobody's to read. */
const silent =
  /^(ext|link|links|erased|id|created_at|updated_at|position)$|secret(?!_(ended|changed)$)|hash|token|^password$/

const isObject = (value: Json | undefined): value is Snapshot =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The links of one side of a change, however many it names. */
export function linksOf(snapshot: Snapshot | null): Link[] {
  const given = snapshot?.links ?? snapshot?.link
  return (Array.isArray(given) ? given : [given]).flatMap((each) => {
    if (!isObject(each) || typeof each.student_id !== 'number') return []
    return [{ student_id: each.student_id, relation: Number(each.relation ?? 0) }]
  })
}

function shownValue(key: string, value: Json | undefined, pii: boolean): CellValue {
  if (value === undefined || value === null) return null
  if (typeof value === 'string') return !pii && isMaskedKey(key) ? maskNumber(key, value) : value
  if (typeof value !== 'object') return value
  return Array.isArray(value) ? value.map(String) : JSON.stringify(value)
}

const isBlank = (value: CellValue) => value === null || value === '' || (Array.isArray(value) && value.length === 0)
const same = (one: CellValue, other: CellValue) =>
  JSON.stringify(one) === JSON.stringify(other) || (isBlank(one) && isBlank(other))

/** The order in which a person's values are read. */
const order = [
  'name',
  'usin',
  'role',
  'status',
  'gender',
  'graduates_in',
  'duration',
  'entered_at',
  'phone',
  'email',
  'idcard',
  'outer_id',
]
const place = (key: string) => (order.includes(key) ? order.indexOf(key) : order.length)

/** What a change did, value by value; what is the same on both sides is left out. */
export function shownCells(noun: ChangeNoun, before: Snapshot | null, after: Snapshot | null, look: Look): ShownCell[] {
  const keys = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])]
  const own = keys
    // The position of a field among the others is worth a word when nothing else changed.
    .filter((key) => !silent.test(key) || (key === 'position' && keys.length === 1))
    .sort((one, other) => place(one) - place(other))
    .map(
      (key): ShownCell => ({
        key,
        label: '',
        type: 0,
        before: shownValue(key, before?.[key], look.pii),
        after: shownValue(key, after?.[key], look.pii),
      }),
    )
  const [old, now] = [isObject(before?.ext) ? before.ext : {}, isObject(after?.ext) ? after.ext : {}]
  const values = [...new Set([...Object.keys(old), ...Object.keys(now)])].map(
    (id): ShownCell => ({
      key: `ext.${id}`,
      label: look.fields.get(id)?.label ?? '',
      type: look.fields.get(id)?.type ?? 1,
      before: shownValue(id, old[id], true),
      after: shownValue(id, now[id], true),
    }),
  )
  const named = (links: Link[]): ShownLink[] =>
    links.map(({ student_id, relation }) => ({ student: look.students.get(student_id) ?? `#${student_id}`, relation }))
  const links: ShownCell = {
    key: 'link',
    label: '',
    type: 0,
    before: named(linksOf(before)),
    after: named(linksOf(after)),
  }
  return [...own, ...values, ...(noun === 'person' ? [links] : [])].filter((cell) => !same(cell.before, cell.after))
}
