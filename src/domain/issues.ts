import type { z } from 'zod'
import { type Issue, type Reason, reasons } from './errors'

const isReason = (text: string): text is Reason => reasons.some((reason) => reason === text)

const shown = (value: unknown): string | undefined =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? String(value).slice(0, 100)
    : undefined

/** What a schema of the house found wrong, one issue a field and message; a missing required key counts as blank. */
export function issuesOf(error: z.ZodError, input: unknown): Issue[] {
  const found: Issue[] = []
  const given = (key: string): unknown =>
    typeof input === 'object' && input !== null ? Object.entries(input).find(([name]) => name === key)?.[1] : undefined
  const add = (field: string, reason: Reason) => {
    if (field === 'password') found.push({ field, reason })
    else if (!found.some((each) => each.field === field)) {
      const value = shown(given(field))
      found.push(value === undefined ? { field, reason } : { field, reason, value })
    }
  }
  for (const issue of error.issues) {
    if (issue.code === 'unrecognized_keys') {
      for (const key of issue.keys) add(key, 'unknown_key')
      continue
    }
    const field = String(issue.path[0] ?? '')
    const absent = issue.path.length === 1 && given(field) === undefined
    add(field, absent ? 'blank' : isReason(issue.message) ? issue.message : 'invalid')
  }
  return found
}
