import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { unique } from '../factories'
import { type Answered, asDocumented, type Call, routes, send } from './call'
import { type Operation, operations } from './document'
import { excourseScenes } from './scenes/excourse'
import { reflectionsScenes } from './scenes/reflections'
import type { Scene } from './scenes/scene'
import { type Body, body, good } from './values'
import { expectNamed, wrongs } from './wrongs'

// The same values on every machine: a red build is about the change it is of.
const seed = 20_261_125

let scenes: Record<string, Scene>
beforeAll(async () => {
  scenes = { ...(await reflectionsScenes()), ...(await excourseScenes()) }
})
const sceneOf = ({ operationId }: Operation): Scene => {
  const scene = scenes[operationId]
  if (!scene) throw new Error(`no scene for ${operationId}`)
  return scene
}

const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE']

test('every path of the document has its route', () => {
  expect([...new Set(operations.map(({ path }) => path))].sort()).toEqual([...routes.keys()].sort())
})

test.each([...routes])('%s has the methods of the document and no others', async (route, { contract }) => {
  const { authorization } =
    contract === 'reflections' ? sceneOf(operation('listPeople')) : sceneOf(operation('listUsers'))
  const found = []
  for (const method of methods) {
    const headers = { authorization, 'content-type': 'application/json' }
    const { status } = await send(route, method, { params: { id: '0', pk: '0', name: '0' }, query: [], headers })
    if (status !== 405) found.push(method)
  }
  expect(found).toEqual(
    methods.filter((method) => operations.some((each) => each.path === route && each.method === method)),
  )
})

function operation(id: string): Operation {
  const found = operations.find(({ operationId }) => operationId === id)
  if (!found) throw new Error(`no operation ${id}`)
  return found
}

/** Query parameters with values they allow, some of them left out. */
const queries = ({ parameters }: Operation, free: [string, string][] = []): fc.Arbitrary<[string, string][]> =>
  fc
    .tuple(
      ...parameters
        .filter((each) => each.in === 'query' && !each.explode)
        .map(({ name, schema }) =>
          fc.option(
            good(schema).map((value): [string, string] => [name, String(value)]),
            { freq: 3 },
          ),
        ),
    )
    .chain((pairs) =>
      fc
        .subarray(pairs.some((pair) => pair?.[0] === 'role') ? [] : free)
        .map((more) => [...pairs.filter((pair) => pair !== null), ...more]),
    )

const bodySchema = ({ requestBody }: Operation) => requestBody?.content['application/json']?.schema

/** A body in one of the media types of the operation. */
async function encoded(type: string, value: Body): Promise<Pick<Call, 'headers' | 'body'>> {
  if (type === 'application/json') return { headers: { 'content-type': type }, body: JSON.stringify(value) }
  const pairs = Object.entries(value).flatMap(([key, each]): [string, string][] =>
    each === null ? [] : [[key, String(each)]],
  )
  if (type === 'application/x-www-form-urlencoded')
    return { headers: { 'content-type': type }, body: new URLSearchParams(pairs).toString() }
  const form = new FormData()
  for (const [key, each] of pairs) form.append(key, each)
  const made = new Response(form)
  return { headers: { 'content-type': made.headers.get('content-type') ?? '' }, body: await made.text() }
}

/** A call that nothing is wrong with, unless the test makes it so. */
async function rightCall(
  each: Operation,
  given: { query?: [string, string][]; body?: Body | undefined; type?: string },
): Promise<Call> {
  const { authorization, params, suit, suitQuery } = sceneOf(each)
  const query = (await suitQuery?.(given.query ?? [])) ?? given.query ?? []
  const sent = given.body ? await encoded(given.type ?? 'application/json', await suit(given.body)) : { headers: {} }
  const credentials: Record<string, string> = each.security.length > 0 ? { authorization } : {}
  return { params: await params(), query, ...sent, headers: { ...credentials, ...sent.headers } }
}

/** What may also come of a call that is right: somebody else has the name, there is no such page, a code was just sent. */
const otherwise: Record<string, number[]> = { checkUsername: [403], listUsers: [404], sendCode: [403] }

const seen = new Map<string, Set<number>>()

async function call(each: Operation, what: Call): Promise<Answered> {
  const answered = await asDocumented(each, await send(each.path, each.method, what))
  seen.set(each.operationId, (seen.get(each.operationId) ?? new Set()).add(answered.status))
  return answered
}

describe.each(operations)('$method $path', (each) => {
  const schema = bodySchema(each)
  const bodies = schema ? body(schema) : fc.constant(undefined)

  test('what the document allows is done', { timeout: 60_000 }, async () => {
    const types = fc.constantFrom(...Object.keys(each.requestBody?.content ?? { none: 0 }))
    await fc.assert(
      fc.asyncProperty(queries(each, sceneOf(each).free), bodies, types, async (query, given, type) => {
        const answered = await call(each, await rightCall(each, { query, body: given, type }))
        if (!otherwise[each.operationId]?.includes(answered.status))
          expect(answered.status, JSON.stringify(answered.body)).toBeLessThan(300)
      }),
      { seed, numRuns: 8 },
    )
  })

  test('what it forbids is refused as it says', { timeout: 60_000 }, async () => {
    const kinds = wrongs(each, sceneOf(each))
    for (const [at, kind] of kinds.entries()) {
      await fc.assert(
        fc.asyncProperty(bodies, kind, async (given, wrong) => {
          const answered = await call(each, await wrong.make(await rightCall(each, { body: given })))
          expect(wrong.statuses, JSON.stringify(answered.body)).toContain(answered.status)
          expectNamed(wrong, answered.body)
        }),
        // Values can be wrong in many ways, anything else in few.
        { seed, numRuns: schema && at === 0 ? 24 : 2 },
      )
    }
  })

  test('a POST with a key is done once', async () => {
    if (!each.parameters.some(({ name }) => name === 'Idempotency-Key')) return
    const [first] = fc.sample(bodies, { seed, numRuns: 1 })
    const right = await rightCall(each, { body: first })
    const from = { ...right.headers, 'idempotency-key': unique('k'), 'x-client-address': unique('a') }
    const [one, ...others] = (await Promise.all([1, 2, 3].map(() => call(each, { ...right, headers: from })))).sort(
      (a, b) => a.status - b.status,
    )
    expect([409, one?.status]).toEqual(expect.arrayContaining(others.map(({ status }) => status)))
    const again = await call(each, { ...right, headers: from })
    expect([again.body, again.headers.get('idempotency-replayed')]).toEqual([one?.body, 'true'])
    const changed = JSON.stringify({ ...JSON.parse(right.body ?? '{}'), another: 1 })
    expect((await call(each, { ...right, body: changed, headers: from })).status).toBe(422)
  })

  test('every refusal of the document is one that happens', async () => {
    const { hurried } = sceneOf(each)
    if (hurried && each.security.length > 0) {
      const right = await rightCall(each, {})
      const often = { ...right, headers: { ...right.headers, authorization: hurried } }
      await send(each.path, each.method, often)
      expect((await call(each, often)).status).toBe(429)
    }
    // A repeat for somebody who is gone since has tests of its own.
    const isRepeatable = each.parameters.some(({ name }) => name === 'Idempotency-Key')
    const rare = [409, ...(isRepeatable ? [404] : []), ...(hurried && each.security.length > 0 ? [] : [429])]
    const refusals = Object.keys(each.responses)
      .map(Number)
      .filter((status) => status < 500 && !rare.includes(status))
    expect([...(seen.get(each.operationId) ?? [])].sort()).toEqual(expect.arrayContaining(refusals))
  })
})
