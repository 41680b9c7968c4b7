import type { z } from 'zod'
import type { Db } from '@/infra/db'
import type { Actor } from '../actor'
import type { Issue } from '../errors'
import type { Field } from '../fields/schema'
import { issuesOf } from '../issues'
import { findStudent } from './current'
import { type CheckedValues, checkRole, checkValues } from './rules'
import { type PersonPatch, type PersonRole, personPatch, personRoles } from './schema'

const without = (input: object, fields: ReadonlySet<string>): object =>
  Object.fromEntries(Object.entries(input).filter(([key]) => !fields.has(key)))

/** The valid part of the input and what is wrong with the rest, so that every wrong field can be said at once. */
export function parsePartly(schema: z.ZodType<PersonPatch>, input: object): { data: PersonPatch; issues: Issue[] } {
  const parsed = schema.safeParse(input)
  if (parsed.success) return { data: parsed.data, issues: [] }
  const issues = issuesOf(parsed.error, input)
  const rest = personPatch.safeParse(without(input, new Set(issues.map(({ field }) => field))))
  return { data: rest.data ?? {}, issues }
}

/** All that is asked of a person of the role beyond the schema: the role's own rules, extension values, the student. */
export async function checkPerson(
  db: Db,
  actor: Actor,
  role: PersonRole,
  data: PersonPatch,
  fields: readonly Field[],
  isNew: boolean,
): Promise<CheckedValues> {
  const checked = checkValues(fields, role, data.values, isNew)
  const issues = [...checkRole(role, data, isNew), ...checked.issues]
  const student = role === personRoles.guardian ? (data.student_id ?? undefined) : undefined
  if (student !== undefined && !(await findStudent(db, actor, student))?.kept) {
    issues.push({ field: 'student_id', reason: 'invalid', value: String(student) })
  }
  return { ...checked, issues }
}

/** One issue a field: what the schema found comes before what the rules found. */
export function merge(...lists: Issue[][]): Issue[] {
  const first = new Map<string, Issue>()
  for (const issue of lists.flat()) if (!first.has(issue.field)) first.set(issue.field, issue)
  return [...first.values()]
}
