import type { z } from 'zod'
import type { Reason } from './errors'

/** How long a text is, in letters of Unicode, as PostgreSQL and JSON Schema count them; `length` counts UTF-16. */
export const lengthOf = (text: string): number => {
  let letters = 0
  for (const _ of text) letters++
  return letters
}

/** Of at most so many letters; the schema shows it as `maxLength`, and what is too long as zod's own `too_big`. */
export const atMost =
  (longest: number) =>
  (text: z.ZodString): z.ZodString =>
    text
      .check(({ value, issues }) => {
        if (value.length <= longest || lengthOf(value) <= longest) return
        const issue = { code: 'too_big', origin: 'string', maximum: longest, inclusive: true } as const
        issues.push({ ...issue, input: value, message: 'too_long' satisfies Reason })
      })
      .meta({ maxLength: longest })
