import fc from 'fast-check'
import { expect } from 'vitest'
import type { Call } from './call'
import type { Operation } from './document'
import type { Scene } from './scenes/scene'
import { type Body, badQuery, faults } from './values'

/** One thing that is wrong with a call that was right, and what must come of it. */
export type Wrong = {
  make(call: Call): Call
  statuses: readonly number[]
  /** What the answer must name. */
  names?: string
}

const withHeader =
  (name: string, value: string | undefined) =>
  (call: Call): Call => {
    const { [name]: _, ...others } = call.headers
    return { ...call, headers: value === undefined ? others : { ...others, [name]: value } }
  }
const withBody =
  (body: string, type = 'application/json') =>
  (call: Call): Call => ({ ...withHeader('content-type', type)(call), body })
const withKeys =
  (keys: () => Body) =>
  (call: Call): Call => ({ ...call, body: JSON.stringify({ ...JSON.parse(call.body ?? '{}'), ...keys() }) })

/** Wrong credentials of either contract: none, another scheme, no token after it, a key and a token that never were. */
const strangers = [
  ...[undefined, 'Bearer', 'JWT a b', 'Basic eDp5', 'Bearer nonsense', 'JWT a.b.c'],
  `Bearer mc_${'a'.repeat(20)}_${'b'.repeat(43)}`,
]
const nobody = ['0', 'nobody', '999999999', '-1', '1e3', '张三', 'a\0b']
const noObjects = ['{', '[]', '"text"', 'null', '{"a":1}}']

function ofBody(
  { operationId, path, requestBody }: Operation,
  conflicts: Scene['conflicts'] = [],
): fc.Arbitrary<Wrong>[] {
  const schema = requestBody?.content['application/json']?.schema
  if (!schema) return []
  const isToken = operationId.startsWith('issueToken')
  // Values are wrong by 422 in the one contract and by 400 in the other, which says by 403 that a parameter is missing.
  const statuses = path.startsWith('/api/') && !isToken ? [422] : operationId === 'sendCode' ? [400, 403] : [400]
  const isNamed = !isToken && operationId !== 'sendCode'
  return [
    faults(schema).map(({ key, value }) => ({
      make: withKeys(() => ({ [key]: value })),
      statuses,
      ...(isNamed ? { names: `"${key}"` } : {}),
    })),
    fc.constantFrom(...noObjects).map((text) => ({ make: withBody(text), statuses: [400] })),
    ...conflicts.map(([status, keys]) => fc.constant({ make: withKeys(keys), statuses: [status] })),
  ]
}

/** Headers of the request with values they forbid. */
const headers: Record<string, fc.Arbitrary<Wrong>[]> = {
  'If-Match': [
    fc.constant({ make: withHeader('if-match', '"another"'), statuses: [412] }),
    fc.constantFrom('', 'x', '"x').map((value) => ({ make: withHeader('if-match', value), statuses: [400] })),
  ],
  'If-None-Match': [fc.constant({ make: withHeader('if-none-match', '*'), statuses: [304] })],
  'X-School-Id': [
    fc.constantFrom('0', 'x', '').map((value) => ({ make: withHeader('x-school-id', value), statuses: [403] })),
  ],
  'Idempotency-Key': [
    fc
      .constantFrom('', '"', '""', 'a b', 'x'.repeat(256), '"a"b')
      .map((value) => ({ make: withHeader('idempotency-key', value), statuses: [400] })),
  ],
}

function ofParameters({ parameters, path, responses }: Operation): fc.Arbitrary<Wrong>[] {
  return parameters.flatMap(({ name, in: where, schema }): fc.Arbitrary<Wrong>[] => {
    if (where === 'header') return headers[name] ?? []
    if (where === 'path')
      return [
        fc
          .constantFrom(...nobody)
          .map((value) => ({ make: (call) => ({ ...call, params: { [name]: value } }), statuses: [404] })),
      ]
    return responses['400'] && path.startsWith('/api/')
      ? [
          badQuery(schema).map((value) => ({
            make: (call) => ({ ...call, query: [[name, value]] }),
            statuses: [400],
            ...(value.includes('\0') ? {} : { names: name }),
          })),
        ]
      : []
  })
}

function ofHeaders({ security, responses }: Operation, powerless: string): fc.Arbitrary<Wrong>[] {
  const found: fc.Arbitrary<Wrong>[] = []
  const add = (status: number, make: Wrong['make']) => {
    if (responses[status]) found.push(fc.constant({ make, statuses: [status] }))
  }
  add(413, withBody(`{"name":"${'x'.repeat(1024 * 1024)}"}`))
  add(415, withBody('name=x', 'text/plain'))
  add(406, withHeader('accept', 'text/html'))
  if (security.length === 0) return found
  add(403, withHeader('authorization', powerless))
  for (const stranger of strangers) add(401, withHeader('authorization', stranger))
  return found
}

/** Everything that can be wrong with a call of the operation, by what the document says it takes. */
export const wrongs = (
  operation: Operation,
  { powerless, conflicts, queryConflicts = [] }: Scene,
): fc.Arbitrary<Wrong>[] => [
  ...ofBody(operation, conflicts),
  ...ofParameters(operation),
  ...queryConflicts.map(([status, query]) =>
    fc.constant<Wrong>({ make: (call) => ({ ...call, query }), statuses: [status] }),
  ),
  ...ofHeaders(operation, powerless),
]

/** Whether an answer says what it must name. */
export function expectNamed({ names }: Wrong, body: unknown): void {
  if (names !== undefined) expect(JSON.stringify(body)).toContain(names)
}
