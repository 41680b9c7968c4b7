import { readdirSync } from 'node:fs'
import path from 'node:path'
import { text } from 'node:stream/consumers'
import { beforeAll, describe, expect, test } from 'vitest'
import { issueAccountToken } from '@/auth/account-token'
import type { Actor } from '@/domain/actor'
import { createApiKey } from '@/domain/api-keys/commands'
import { newCursor } from '@/domain/feed/queries'
import { schoolYearEnd } from '@/domain/people/grade'
import { keyScopes, type Scope } from '@/domain/policy'
import { exportPeople } from '@/domain/transfer/export'
import { newGuardian, newStudent, testDb, unique, value } from '@/testing/factories'
import { appRouter } from '@/trpc/router'
import { procedures } from './procedures'
import { keyRoutes, tokenRoutes } from './routes'
import { type Caller, callerIn, newWorld, type World } from './world'

const [idcard, phone] = ['11010519491231002X', '13987654321']
const [guardianIdcard, guardianPhone] = ['110105197003047419', '13976543210']
const account = { phone: '13965432109', email: 'canary@example.com', wechat: 'canary-wechat', workId: 'canary-work' }

/** What no answer may hold: of a number a part that its mask hides, or that the former mask did. */
const canaries = [idcard, guardianIdcard]
  .map((number) => number.slice(4, 14))
  .concat([idcard, guardianIdcard].map((number) => number.slice(6, 14)))
  .concat([phone, guardianPhone, account.phone].map((number) => number.slice(2, 9)))
const ofAccounts = [account.email, account.wechat, account.workId]

/** Of another grade than the grade administrator's, with guardians, accounts and a past, all of them with numbers. */
async function canaryWorld(): Promise<World> {
  const world = await newWorld()
  const student = await newStudent(world.operator, {
    idcard,
    phone,
    duration: 3,
    graduates_in: schoolYearEnd(new Date()) + 2,
  })
  await newGuardian(world.operator, student.id, { idcard: guardianIdcard, phone: guardianPhone })
  await testDb.sql('UPDATE person SET idcard = $2, phone = $3 WHERE school_id = $1 AND role = 2', [
    world.school,
    idcard,
    phone,
  ])
  for (const id of [world.pending, world.asking]) {
    const username = unique('u')
    const workId = unique(account.workId)
    await testDb.prisma.account.update({
      where: { id },
      data: { ...account, username, workId, phone: id === world.asking ? account.phone : '' },
    })
  }
  return { ...world, student: student.id }
}

const leaks = (answer: string, also: readonly string[] = []) =>
  [...canaries, ...also].filter((canary) => answer.includes(canary))

/** All that a procedure says, its error too. */
async function said(procedure: string, actor: Actor, input: unknown): Promise<string> {
  const caller = appRouter.createCaller({ db: testDb, actor, address: '', cookie: '' })
  const [noun = '', verb = ''] = procedure.split('.')
  const run: unknown = Reflect.get(Reflect.get(caller, noun), verb)
  if (typeof run !== 'function') throw new Error(`no procedure ${procedure}`)
  try {
    return JSON.stringify(await run(input)) ?? ''
  } catch (error) {
    return `${String(error)} ${JSON.stringify(error)}`
  }
}

/** What can be asked of the list beside what its row asks. */
const lists = [
  { roles: [1, 2, 8], per_page: 200 },
  { roles: [1, 2, 8], q: phone.slice(-4) },
  { roles: [1], idcard },
  { roles: [8], phone: guardianPhone },
  { roles: [1, 2], sort: { by: 'idcard', desc: true } },
]

describe.each<Caller>(['self', 'teacher', 'grade_admin'])('%s', (role) => {
  let world: World
  let actor: Actor
  beforeAll(async () => {
    world = await canaryWorld()
    actor = await callerIn(world.school, role)
  })

  test.each(Object.entries(procedures))('%s tells no number', async (name, { input }) => {
    for (const given of [input?.(world), ...(name === 'people.list' ? lists : [])]) {
      const answer = await said(name, actor, given)
      expect(leaks(answer, ofAccounts), answer.slice(0, 400)).toEqual([])
    }
  })

  test('a search or filter by a number finds nobody', async () => {
    for (const given of lists.slice(1, 4))
      expect(await said('people.list', actor, given)).toMatch(/"total":0|FORBIDDEN|UNPROCESSABLE|Error/)
  })

  test('an export tells no number', async () => {
    for (const of of [1, 2, 8] as const) {
      const made = await exportPeople(testDb, actor, { role: of, format: 'csv' })
      if (made.ok) expect(leaks(await text(made.value.bytes))).toEqual([])
      else expect(role).toBe('self')
    }
  })
})

describe('over REST', () => {
  let world: World
  beforeAll(async () => {
    world = await canaryWorld()
  })
  const folders = readdirSync('src/app', { recursive: true, encoding: 'utf8' })

  async function answered(
    route: string,
    method: string,
    authorization: string,
    about: object,
    query = '',
  ): Promise<string> {
    const { params = {}, body }: { params?: Record<string, string>; body?: unknown } = about
    const handler: unknown = (await import(path.resolve('src/app', route, 'route.ts')))[method]
    if (typeof handler !== 'function') throw new Error(`no ${method} ${route}`)
    const json = body === undefined ? {} : { body: JSON.stringify(body) }
    const headers = { 'content-type': 'application/json', authorization }
    const request = new Request(`http://localhost/${route}${query}`, { method, headers, ...json })
    const response: Response = await handler(request, { params: Promise.resolve(params) })
    return `${response.status} ${JSON.stringify([...response.headers])} ${await response.text()}`
  }
  const keyWith = async (scopes: readonly Scope[]) =>
    `Bearer ${value(await createApiKey(testDb, world.operator, { name: 'x', scopes })).api_key}`

  test.each(Object.entries(keyRoutes))('%s tells a key without pii:read no number', async (route, methods) => {
    expect(folders).toContain(path.join(route, 'route.ts'))
    const key = await keyWith(keyScopes.filter((scope) => scope !== 'pii:read'))
    for (const [method, { about }] of Object.entries(methods)) {
      const answer = await answered(route, method, key, about(world))
      expect(leaks(answer), answer.slice(0, 400)).toEqual([])
    }
  })

  test('nor do lists, filters, a page that streams, and the feed', async () => {
    world = await canaryWorld()
    const key = await keyWith(['people:read', 'people:write', 'fields:read'])
    const cursor = await newCursor(testDb, world.operator)
    if (!cursor.ok) throw new Error('no cursor')
    await newStudent(world.operator, { idcard, phone })
    const queries = ['?role=1,2,8&$per-page=100000', `?q=${phone.slice(-6)}`, `?role=8&$per-page=1000`]
    for (const query of queries)
      expect(leaks(await answered('api/v1/reflections', 'GET', key, {}, query)), query).toEqual([])
    const feed = await answered('api/v1/changes', 'GET', key, {}, `?after=${cursor.value}`)
    expect(feed).toContain('1101**********002X')
    expect(leaks(feed)).toEqual([])
    const patched = await answered('api/v1/reflections/[id]', 'PATCH', key, {
      params: { id: String(world.student) },
      body: { name: '改名' },
    })
    expect(patched).toContain('1101**********002X')
    expect(leaks(patched)).toEqual([])
  })

  test.each(Object.entries(tokenRoutes))(
    '%s tells a teacher’s token nothing of a colleague',
    async (route, methods) => {
      const { id, username } = await testDb.prisma.account.create({
        data: { schoolId: world.school, username: unique('u'), approvedAt: new Date() },
      })
      const token = `JWT ${await issueAccountToken(testDb, { id, username: username ?? '', email: null })}`
      for (const [method, { about }] of Object.entries(methods)) {
        const answer = await answered(route, method, token, about(world))
        expect(leaks(answer, ofAccounts), answer.slice(0, 400)).toEqual([])
      }
    },
  )
})
