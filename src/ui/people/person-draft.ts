import '../form/zod-without-eval'
import type { Issue } from '@/domain/errors'
import type { Field } from '@/domain/fields/schema'
import { checkRole, checkValues } from '@/domain/people/rules'
import { type Person, type PersonCreate, type PersonPatch, personCreate, personPatch } from '@/domain/people/schema'
import type { Draft } from '../form/use-draft'
import { type Kind, roleOf } from './kind'

const common = ['name', 'usin', 'gender', 'status', 'phone', 'email', 'outer_id', 'idcard'] as const
export const builtIns = {
  student: [...common, 'graduates_in', 'duration', 'entered_at'],
  teacher: [...common, 'entered_at'],
  guardian: [...common, 'student_id', 'guardian_role'],
} as const satisfies Record<Kind, readonly (keyof Person)[]>
export type BuiltIn = (typeof builtIns)[Kind][number]

export const isBuiltIn = (key: string): key is BuiltIn =>
  Object.values(builtIns)
    .flat()
    .some((each) => each === key)

const prefix = 'values.'
/** The draft's key of an extension field; a built-in of the same name is impossible, but a dot makes it plain. */
export const valueKey = (name: string) => prefix + name

const blanks: Draft = { gender: 'u', status: '1', guardian_role: '1' }

/** A person as a form holds them. */
export function draftOf(kind: Kind, fields: readonly Field[], person: Person | undefined): Draft {
  const own = builtIns[kind].map((key) => [key, person ? String(person[key] ?? '') : (blanks[key] ?? '')])
  const more = fields.map(({ name }) => [valueKey(name), person?.values[name] ?? ''])
  return Object.fromEntries([...own, ...more])
}

function inputOf(draft: Draft, keys: readonly string[]): Record<string, unknown> {
  const values = keys.filter((key) => key.startsWith(prefix)).map((key) => [key.slice(prefix.length), draft[key]])
  const own = keys.filter((key) => !key.startsWith(prefix)).map((key) => [key, draft[key]])
  return { ...Object.fromEntries(own), ...(values.length > 0 && { values: Object.fromEntries(values) }) }
}

type ZodIssue = { path: PropertyKey[]; message: string; maximum?: unknown }
export type Complaint = { key: string; reason: string } & Pick<Issue, 'value' | 'limit' | 'count'>
export type Checked<T> = { data: T } | { complaints: Complaint[] }

const ofZod = ({ path, message, maximum }: ZodIssue): Complaint => ({
  key: String(path[0]),
  reason: message,
  ...(typeof maximum === 'number' && { limit: maximum }),
})

/** What the domain complains of, beside the field of the form that it means. */
export const complaintOf = (issue: Issue, fields: readonly Field[]): Complaint => ({
  ...issue,
  key: fields.some(({ name }) => name === issue.field) ? valueKey(issue.field) : issue.field,
})

/** What is wrong with the input beyond the schema. Keys the schema refused are left out, so that all else is said too. */
function ruled(kind: Kind, fields: readonly Field[], input: object, refused: readonly Complaint[], isNew: boolean) {
  const role = roleOf[kind]
  const sound = Object.entries(input).filter(([key]) => !refused.some((complaint) => complaint.key === key))
  const { data = {} } = personPatch.safeParse(Object.fromEntries(sound))
  const own = checkRole(role, data, isNew).filter(({ field }) => !refused.some(({ key }) => key === field))
  return [...own, ...checkValues(fields, role, data.values, isNew).issues].map((issue) => complaintOf(issue, fields))
}

/** The person to create, or what is wrong; by the same rules that the server will ask. */
export function checkNew(kind: Kind, draft: Draft, fields: readonly Field[]): Checked<PersonCreate> {
  const filled = Object.keys(draft).filter((key) => draft[key] !== '' || key === 'name' || key === 'usin')
  const input = { role: roleOf[kind], ...inputOf(draft, filled) }
  const parsed = personCreate.safeParse(input)
  const refused = parsed.error?.issues.map(ofZod) ?? []
  const complaints = [...refused, ...ruled(kind, fields, input, refused, true)]
  return parsed.success && complaints.length === 0 ? { data: parsed.data } : { complaints }
}

/** The change to send: only what was changed. */
export function checkChange(
  kind: Kind,
  draft: Draft,
  changed: readonly string[],
  fields: readonly Field[],
): Checked<PersonPatch> {
  const input = inputOf(draft, changed)
  const parsed = personPatch.safeParse(input)
  const refused = parsed.error?.issues.map(ofZod) ?? []
  const complaints = [...refused, ...ruled(kind, fields, input, refused, false)]
  return parsed.success && complaints.length === 0 ? { data: parsed.data } : { complaints }
}
