import { expect, test } from 'vitest'
import { fieldCreate } from './fields/schema'
import { issuesOf } from './issues'
import { merge } from './people/check'

const names = Array.from({ length: 200_000 }, (_, at) => `k${at}`)

test('as many unknown keys as a body can hold are named without holding up everybody else', () => {
  const input = { name: 'height', label: '身高', role: 1, ...Object.fromEntries(names.map((name) => [name, 0])) }
  const parsed = fieldCreate.safeParse(input)
  const issues = parsed.success ? [] : issuesOf(parsed.error, input)
  expect(issues).toHaveLength(names.length)
  expect(issues.at(-1)).toEqual({ field: names.at(-1), reason: 'unknown_key', value: '0' })
  const twice = issues.map(({ field }) => ({ field, reason: 'invalid' }) as const)
  expect(merge(issues, twice)).toEqual(issues)
})
