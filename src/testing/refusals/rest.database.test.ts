import path from 'node:path'
import { expect, test } from 'vitest'
import { issueAccountToken } from '@/auth/account-token'
import { createApiKey } from '@/domain/api-keys/commands'
import { keyScopes } from '@/domain/policy'
import { newField, newStudent, testDb, unique, value } from '@/testing/factories'
import { keyRoutes, tokenRoutes } from '@/testing/policy/routes'
import { outcomeOf, refusingSite } from './refused'

const site = refusingSite()

type Asked = { params?: Record<string, string>; body?: unknown; headers?: Record<string, string>; query?: string }

/** A call of a route, as an outside system makes it. */
async function asked(route: string, method: string, { params = {}, body, headers, query = '' }: Asked) {
  const handlers: Record<string, unknown> = await import(path.resolve('src/app', route, 'route.ts'))
  const handler = handlers[method]
  if (typeof handler !== 'function') throw new Error(`no ${method} ${route}`)
  return async () => {
    const init = {
      method,
      headers: { 'content-type': 'application/json', 'x-client-address': unique('a'), ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    }
    const request = new Request(`http://localhost/${route}${query}`, init)
    return outcomeOf(await handler(request, { params: Promise.resolve(params) }))
  }
}

const keyOf = async () =>
  `Bearer ${value(await createApiKey(testDb, site.world.operator, { name: unique('k'), scopes: keyScopes })).api_key}`
const freshWorld = async () => {
  const { world } = site
  const [student, field] = [await newStudent(world.operator), await newField(world.operator)]
  return { ...world, student: student.id, field: field.name }
}
const calls = <Row>(routes: Record<string, Partial<Record<string, Row>>>) =>
  Object.entries(routes).flatMap(([route, methods]) =>
    Object.entries(methods).flatMap(([method, row]): [string, string, Row][] => (row ? [[method, route, row]] : [])),
  )

test.each(calls(keyRoutes))(
  '%s %s: a refusal of the server at any statement is 503, new to the site or not',
  async (method, route, { about }) => {
    const authorization = await keyOf()
    const call = await asked(route, method, { ...about(await freshWorld()), headers: { authorization } })
    await site.everywhere(`${method} ${route}`, call)
    if (method !== 'DELETE') await site.everywhere(`${method} ${route}, of a known key`, call)
    if (method !== 'POST') return
    const headers = { authorization, 'idempotency-key': unique('key') }
    await site.everywhere(
      `${method} ${route}, once`,
      await asked(route, method, { ...about(await freshWorld()), headers }),
    )
  },
)

test.each(calls(tokenRoutes))(
  '%s %s: a refusal of the server at any statement is 503',
  async (method, route, { about }) => {
    const data = { schoolId: site.world.school, username: unique('u'), approvedAt: new Date(), isSuper: 1 }
    const { id, username } = await testDb.prisma.account.create({ data })
    const authorization = `JWT ${await issueAccountToken(testDb, { id, username: username ?? '', email: null })}`
    await site.everywhere(
      `${method} ${route}`,
      await asked(route, method, { ...about(site.world), headers: { authorization } }),
    )
  },
)

const phone = () => `139${String(Math.floor(Math.random() * 1e8)).padStart(8, '0')}`
const opened: [string, string, () => Asked][] = [
  ['POST', 'users/login', () => ({ body: { username: unique('u'), password: 'x' } })],
  [
    'POST',
    'users/register',
    () => ({
      body: {
        username: unique('u'),
        password: 'Tidy-Lamp-42-River',
        phone: phone(),
        code: '123456',
        school: site.world.school,
      },
    }),
  ],
  ['POST', 'vertifications', () => ({ body: { phone: phone() } })],
  ['POST', 'api/v1/oauth', () => ({ body: { grant_type: 'client_credentials', client_id: 'x', client_secret: 'y' } })],
  [
    'POST',
    'api/v3/oauth/tokens',
    () => ({ body: { grant_type: 'client_credentials', client_id: 'x', client_secret: 'y' } }),
  ],
]
test.each(opened)('%s %s: a refusal of the server at any statement is 503', async (method, route, about) => {
  await site.everywhere(`${method} ${route}`, await asked(route, method, about()))
})

test('every code is 503 to a read, a write, a deletion, a wait for changes and a sign-in', async () => {
  const headers = { authorization: await keyOf() }
  const { student } = await freshWorld()
  const params = { id: String(student) }
  const person = 'api/v1/reflections/[id]'
  await site.byEvery('read', await asked(person, 'GET', { params, headers }))
  await site.byEvery('write', await asked(person, 'PATCH', { params, headers, body: { name: 'y' } }))
  await site.byEvery('deletion', await asked(person, 'DELETE', { params, headers }))
  await site.byEvery('changes', await asked('api/v1/changes', 'GET', { headers, query: '?wait=1' }))
  const login = await asked('users/login', 'POST', { body: { username: 'nobody', password: 'x' } })
  await site.byEvery('login', login)
  expect(site.refused).toBeGreaterThan(60)
})
