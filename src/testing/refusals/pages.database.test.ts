import { TRPCError } from '@trpc/server'
import superjson from 'superjson'
import { expect, test } from 'vitest'
import { authHandler } from '@/auth/route'
import { newField, newStudent, unique } from '@/testing/factories'
import { procedures } from '@/testing/policy/procedures'
import { sessionRoutes } from '@/testing/policy/routes'
import { callerIn } from '@/testing/policy/world'
import { cookieOf, handled } from '@/testing/signed-in'
import { downloadExport, downloadPersonal, downloadTemplate } from '@/trpc/export-files'
import { handleTrpc } from '@/trpc/handler'
import { downloadRefused, uploadImport } from '@/trpc/import-files'
import { createContext, retryAfter } from '@/trpc/init'
import { appRouter } from '@/trpc/router'
import { type Outcome, outcomeOf, refusingSite } from './refused'

const site = refusingSite()

const noun = (path: string) => path.split('.')[0] ?? ''
const nouns = [...new Set(Object.keys(procedures).map(noun))]

/** What a page is told of an error, by its status and its failure. */
function told(error: unknown): Outcome {
  if (!(error instanceof TRPCError)) throw error
  const { cause } = error
  const failure = cause && 'failure' in cause ? JSON.stringify(cause.failure) : ''
  return {
    status: error.code === 'SERVICE_UNAVAILABLE' ? 503 : 500,
    retryAfter: retryAfter([error])['Retry-After'] ?? null,
    state: /"state":"(\w+)"/.exec(failure)?.[1] ?? 'none',
  }
}

test.each(nouns)(
  'procedures of %s: a refusal of the server at any statement is 503, and the page learns why',
  {
    timeout: 120_000,
  },
  async (own) => {
    for (const [path, row] of Object.entries(procedures).filter(([each]) => noun(each) === own)) {
      const { world } = site
      const actor = await callerIn(
        world.school,
        row.who === 'everybody' ? 'school_admin' : (row.who.at(-1) ?? 'school_admin'),
      )
      const [student, field] = [await newStudent(world.operator), await newField(world.operator)]
      const input = row.input?.({ ...world, student: student.id, field: field.name })
      await site.everywhere(path, async () => {
        const caller = appRouter.createCaller({ db: site.database, actor, address: unique('a'), cookie: undefined })
        const procedure: unknown = Reflect.get(Reflect.get(caller, own), path.slice(own.length + 1))
        if (typeof procedure !== 'function') throw new Error(`no procedure ${path}`)
        return Promise.resolve(procedure(input)).then(() => ({ status: 200, retryAfter: null }), told)
      })
    }
  },
)

test('of the procedures, hundreds of statements were refused', () => expect(site.refused).toBeGreaterThan(200))

const page = { 'sec-fetch-site': 'same-origin' }

/** A request of a page of somebody who is signed in. */
async function asked(target: string, handler: (request: Request) => Promise<Response>, init: RequestInit = {}) {
  const cookie = await cookieOf(site.world.school, 'school_admin')
  return async () => {
    const headers = { ...page, 'x-client-address': unique('a'), cookie, ...init.headers }
    return outcomeOf(await handled(new Request(`http://site${target}`, { ...init, headers }), handler))
  }
}

test('tRPC over HTTP: every code at the session’s look-up, and any at the statements of a query, a batch and a change', async () => {
  const input = encodeURIComponent(superjson.stringify({}))
  await site.byEvery('query', await asked(`/api/trpc/people.list?input=${input}`, handleTrpc))
  const batch = encodeURIComponent(JSON.stringify({ 0: superjson.serialize({}), 1: superjson.serialize({}) }))
  await site.everywhere('batch', await asked(`/api/trpc/people.list,fields.list?batch=1&input=${batch}`, handleTrpc))
  const made = superjson.stringify({ role: 1, usin: unique('S'), name: 'x', graduates_in: 2027 })
  const post = { method: 'POST', body: made, headers: { 'content-type': 'application/json' } }
  await site.everywhere('change', await asked('/api/trpc/people.create', handleTrpc, post))
})

test('page data: every code at the session’s look-up', async () => {
  const data = async (request: Request) => {
    const context = await createContext(request.headers).catch((error) => error)
    return context instanceof TRPCError
      ? Response.json({ ...told(context) }, { status: told(context).status, headers: retryAfter([context]) })
      : new Response()
  }
  await site.byEvery('page', await asked('/students', data))
})

const id = (request: Request) =>
  downloadRefused(request, { params: Promise.resolve({ id: String(site.world.importId) }) })
const inputOf = (value: unknown) => `?input=${encodeURIComponent(JSON.stringify(value))}`
const upload = { method: 'POST', body: '学号,姓名\nS1,张三\n', headers: { 'content-type': 'application/octet-stream' } }
const files: Record<string, () => ReturnType<typeof asked>> = {
  'api/exports': () => asked(`/api/exports${inputOf({ role: 1, format: 'csv', language: 'zh' })}`, downloadExport),
  'api/imports': () => asked('/api/imports?role=1&name=x.csv', uploadImport, upload),
  'api/imports/[id]/refused': () => asked('/api/imports/1/refused', id),
  'api/personal': () => asked(`/api/personal${inputOf({ id: site.world.student, language: 'zh' })}`, downloadPersonal),
  'api/templates': () =>
    asked(`/api/templates${inputOf({ role: 1, format: 'csv', language: 'zh' })}`, downloadTemplate),
}

test.each(Object.keys(sessionRoutes))('%s: a refusal of the server at any statement is 503', async (route) => {
  const call = files[route]
  if (!call) throw new Error(`no call of ${route}`)
  await site.everywhere(route, await call())
})

test('signing in: every code at the first statement, and any at the others', async () => {
  const at = 'http://site/api/auth'
  const opened = await authHandler(new Request(`${at}/csrf`, { headers: page }))
  const { csrfToken } = await opened.json()
  const cookie = opened.headers.getSetCookie().map((each) => each.split(';')[0])
  const call = async () => {
    const given = { csrfToken, json: 'true', username: unique('u'), password: 'Tidy-Lamp-42-River' }
    const headers = {
      ...page,
      'content-type': 'application/json',
      'x-client-address': unique('a'),
      cookie: cookie.join('; '),
    }
    const request = new Request(`${at}/callback/credentials`, { method: 'POST', headers, body: JSON.stringify(given) })
    const response = await authHandler(request)
    const state = /error=unavailable-5-(\w+)/.exec(await response.text())?.[1]
    return { status: response.status, retryAfter: response.headers.get('retry-after'), state: state ?? 'none' }
  }
  await site.byEvery('sign-in', call)
  await site.everywhere('sign-in', call)
})
