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
  // By maps, since a body can hold a hundred thousand keys that are all wrong.
  const given = new Map<string, unknown>(typeof input === 'object' && input !== null ? Object.entries(input) : [])
  const named = new Set<string>()
  const add = (field: string, reason: Reason) => {
    if (named.has(field)) return
    if (field === 'password') found.push({ field, reason })
    else {
      named.add(field)
      const value = shown(given.get(field))
      found.push(value === undefined ? { field, reason } : { field, reason, value })
    }
  }
  for (const issue of error.issues) {
    if (issue.code === 'unrecognized_keys') {
      for (const key of issue.keys) add(key, 'unknown_key')
      continue
    }
    const field = String(issue.path[0] ?? '')
    const absent = issue.path.length === 1 && given.get(field) === undefined
    add(field, absent ? 'blank' : isReason(issue.message) ? issue.message : 'invalid')
  }
  return found
}
