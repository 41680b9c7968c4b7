import { readdirSync } from 'node:fs'
import path from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { issueAccountToken } from '@/auth/account-token'
import { createApiKey } from '@/domain/api-keys/commands'
import { keyScopes, type Scope } from '@/domain/policy'
import { newField, newStudent, testDb, value } from '@/testing/factories'
import { cookieOf, handled } from '@/testing/signed-in'
import { keyRoutes, openRoutes, sessionRoutes, tokenRoutes } from './routes'
import { callers, newWorld, type World } from './world'

const handlersOf = (route: string): Promise<Record<string, unknown>> =>
  import(path.resolve('src/app', route, 'route.ts'))

async function call(
  route: string,
  method: string,
  authorization: string,
  { params = {}, body }: { params?: Record<string, string>; body?: unknown },
): Promise<number> {
  const handler = (await handlersOf(route))[method]
  if (typeof handler !== 'function') throw new Error(`no ${method} ${route}`)
  const json = body === undefined ? {} : { body: JSON.stringify(body) }
  const headers = { 'content-type': 'application/json', ...(authorization ? { authorization } : {}) }
  const response: Response = await handler(new Request('http://localhost/', { method, headers, ...json }), {
    params: Promise.resolve(params),
  })
  return response.status
}

const keyWith = async (world: World, scopes: readonly Scope[]) =>
  `Bearer ${value(await createApiKey(testDb, world.operator, { name: 'x', scopes })).api_key}`

const roleData = { self: { approvedAt: null }, teacher: {}, grade_admin: { isGrade: 2 }, school_admin: { isSuper: 1 } }

async function tokenOf(school: number, role: keyof typeof roleData): Promise<string> {
  const data = { schoolId: school, username: `u${crypto.randomUUID()}`, approvedAt: new Date(), ...roleData[role] }
  const { id, username } = await testDb.prisma.account.create({ data })
  return `JWT ${await issueAccountToken(testDb, { id, username: username ?? '', email: null })}`
}

let world: World
let strangers: World
beforeAll(async () => {
  world = await newWorld()
  strangers = await newWorld()
})

test('every route has its row', () => {
  const routes = readdirSync('src/app', { recursive: true, encoding: 'utf8' }).filter(
    (name) => path.basename(name) === 'route.ts',
  )
  const rows = [...Object.keys(keyRoutes), ...Object.keys(tokenRoutes), ...Object.keys(sessionRoutes), ...openRoutes]
  expect(routes.map((name) => path.dirname(name)).sort()).toEqual(rows.sort())
})

describe.each(Object.entries(keyRoutes))('%s', (route, methods) => {
  test.each(Object.entries(methods))(
    '%s takes its scope, and stays in the key’s school',
    async (method, { scope, about, foreign }) => {
      expect(await call(route, method, '', about(world))).toBe(401)
      const others = keyScopes.filter((each) => each !== scope)
      expect(await call(route, method, await keyWith(world, others), about(world))).toBe(403)
      const key = await keyWith(world, [scope])
      if (foreign !== 'none') expect(await call(route, method, key, about(strangers))).toBe(foreign)
      expect(await call(route, method, key, about(await fresh(world)))).toBeLessThan(300)
    },
  )
  test('what is not declared is not there', async () => {
    for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'].filter((each) => !Object.hasOwn(methods, each))) {
      expect(await call(route, method, await keyWith(world, keyScopes), {}), method).toBe(405)
    }
  })
})

describe.each(Object.entries(tokenRoutes))('%s', (route, methods) => {
  test.each(Object.entries(methods))('%s is for whom it is', async (method, { who, about, foreign }) => {
    expect(await call(route, method, '', about(world))).toBe(401)
    expect(await call(route, method, await keyWith(world, keyScopes), about(world)), 'an API key').toBe(401)
    for (const role of callers) {
      const token = await tokenOf(world.school, role)
      if (foreign !== 'none')
        expect(await call(route, method, token, about(strangers)), `${role}, another school`).toBe(foreign)
      expect(await call(route, method, token, about(world)), role).toBe(who.includes(role) ? 200 : 403)
    }
  })
})

test.each(Object.entries(sessionRoutes))(
  '%s %s is for pages of ours with somebody signed in',
  async (route, method) => {
    const handler = (await handlersOf(route))[method]
    if (typeof handler !== 'function') throw new Error(`no ${method} ${route}`)
    const page = { 'content-type': 'application/octet-stream', 'sec-fetch-site': 'same-origin' }
    const status = async (headers: Record<string, string>, from: Record<string, string> = page) =>
      (
        await handled(new Request('http://localhost/', { method, headers: { ...from, ...headers } }), (request) =>
          handler(request, { params: Promise.resolve({ id: String(world.importId) }) }),
        )
      ).status
    expect(await status({})).toBe(401)
    expect(await status({ authorization: await keyWith(world, keyScopes) }), 'an API key').toBe(401)
    expect(await status({ cookie: await cookieOf(world.school, 'school_admin', { ended: true }) })).toBe(401)
    const cookie = await cookieOf(world.school, 'school_admin')
    for (const site of ['cross-site', 'same-site'])
      expect(await status({ cookie, 'sec-fetch-site': site }), site).toBe(403)
    expect([401, 403, 415]).not.toContain(await status({ cookie }))
    const byHttp = { 'content-type': 'application/octet-stream', host: 'school.lan:3000' }
    for (const [name, page] of [
      ['x', ''],
      ['origin', 'null'],
      ['origin', 'http://school.lan'],
      ['referer', 'http://evil.example/'],
    ] as const)
      expect(await status({ cookie, [name]: page }, byHttp), page).toBe(403)
    for (const name of ['origin', 'referer'])
      expect([401, 403, 415]).not.toContain(await status({ cookie, [name]: 'http://school.lan:3000' }, byHttp))
  },
)

/** The same school with a student and a field that nobody has deleted yet. */
async function fresh(own: World): Promise<World> {
  return { ...own, student: (await newStudent(own.operator)).id, field: (await newField(own.operator)).name }
}
