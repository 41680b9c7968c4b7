import { describe, expect, test } from 'vitest'
import { failures, operations } from './document'

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The value with one key of one of its objects taken away, or made an object: every way there is. */
function* broken(value: unknown): Generator<unknown> {
  if (Array.isArray(value)) {
    for (const [at, each] of value.entries()) for (const wrong of broken(each)) yield value.with(at, wrong)
  }
  if (!isObject(value)) return
  for (const [key, each] of Object.entries(value)) {
    const { [key]: _, ...rest } = value
    if (key !== extension) yield rest
    yield { ...value, [key]: { nothing: 'like this' } }
    for (const wrong of broken(each)) yield { ...value, [key]: wrong }
  }
}

/** The one key of the examples that a school may not have. */
const extension = 'class_name'

/** Errors by field may be of any fields, so that none can be missing. */
const isOpen = (name: string) => name === 'fields'

const answers = operations.flatMap(({ method, path, responses }) =>
  Object.entries(responses).flatMap(([status, { content }]) =>
    Object.values(content).flatMap(({ schema, examples }) =>
      Object.entries(examples)
        .filter(([name]) => !isOpen(name))
        .map(([name, { value }]) => ({
          name: `${method} ${path} ${status} ${name}`,
          schema,
          value,
        })),
    ),
  ),
)

describe('an answer', () => {
  test.each(answers)('$name without a key, or with a wrong type, is not as documented', ({ schema, value }) => {
    expect(failures(schema, value)).toBe('')
    const passed = [...broken(value)].filter((wrong) => failures(schema, wrong) === '')
    expect(passed).toEqual([])
  })
})
