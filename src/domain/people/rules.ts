import type { Issue } from '../errors'
import { checkValue } from '../fields/rules'
import type { Field } from '../fields/schema'
import { type PersonCreate, type PersonPatch, type PersonRole, personRoles } from './schema'

const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
const checks = '10X98765432'

/**
 * Whether an 18-digit identity number has the check character that GB 11643-1999 demands. A wrong one is worth a warning
 * and no refusal: pupils may hold other papers.
 */
export function idcardWarning(idcard: string): 'checksum' | undefined {
  if (!/^\d{17}[\dXx]$/.test(idcard)) return undefined
  const sum = weights.reduce((total, weight, at) => total + weight * Number(idcard[at]), 0)
  return checks[sum % 11] === idcard[17]?.toUpperCase() ? undefined : 'checksum'
}

/** What a role asks of a person beyond the schema. `absent` keys of a change stay as they are and are not looked at. */
export function checkRole(role: PersonRole, person: PersonPatch, isNew: boolean): Issue[] {
  const issues: Issue[] = []
  const missing = person.graduates_in === null || (isNew && person.graduates_in === undefined)
  if (role === personRoles.student && missing) issues.push({ field: 'graduates_in', reason: 'blank' })
  if (role !== personRoles.guardian) {
    for (const field of ['student_id', 'guardian_role'] as const) {
      if (person[field] !== undefined && person[field] !== null)
        issues.push({ field, reason: 'invalid', value: String(person[field]) })
    }
  }
  return issues
}

export type CheckedValues = {
  /** Values to keep, by the field's id; `""` clears. */
  ext: Record<string, string>
  /** Of those, the values that nobody else may hold. */
  unique: { field: Field; value: string }[]
  issues: Issue[]
}

/** Checks extension values against the fields of the role; a name that is none of them is refused. */
export function checkValues(
  fields: readonly Field[],
  role: PersonRole,
  values: PersonCreate['values'],
  isNew: boolean,
): CheckedValues {
  const checked: CheckedValues = { ext: {}, unique: [], issues: [] }
  const own = new Map(fields.filter((field) => field.role === role).map((field) => [field.name, field]))
  const given = new Map(Object.entries(values ?? {}))
  for (const name of given.keys()) if (!own.has(name)) checked.issues.push({ field: name, reason: 'unknown_key' })
  for (const [name, field] of own) {
    if (!given.has(name) && !(isNew && field.required)) continue
    const value = checkValue(field, given.get(name))
    if (typeof value !== 'string') {
      checked.issues.push(value)
      continue
    }
    checked.ext[field.id] = value
    if (field.unique) checked.unique.push({ field, value })
  }
  return checked
}
