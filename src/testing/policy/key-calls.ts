import { PATCH } from '@/app/api/v1/reflections/[id]/route'
import { POST } from '@/app/api/v1/reflections/route'
import { createApiKey } from '@/domain/api-keys/commands'
import type { Scope } from '@/domain/policy'
import type { RouteHandler } from '@/infra/route-handlers'
import { type newSchool, newStudent, testDb, unique, value } from '@/testing/factories'

export type Answer = { status: number; json: { id?: number; message?: string } }
type Account = {
  id: number
  approved_at: string | null
  made_by_key_id: number | null
  password_hash: string | null
  session_version: number
}

export const people: readonly Scope[] = ['people:read', 'people:write']
export const whole: readonly Scope[] = ['people:write', 'accounts:write']

export async function accountOf(person: number): Promise<Account | undefined> {
  const [row] = await testDb.sql<{ account: string }>(
    'SELECT row_to_json(a)::text AS account FROM account a WHERE person_id = $1',
    [person],
  )
  return row && JSON.parse(row.account)
}
const change = (person: number, data: object) => testDb.prisma.account.update({ where: { personId: person }, data })

/** Calls by keys of a school, and people of it with accounts of every kind. */
export function keyCaller(school: () => Awaited<ReturnType<typeof newSchool>>) {
  const keys = new Map<string, { id: number; authorization: string }>()

  /** A key of the school with these scopes, the same one each time. */
  async function keyWith(scopes: readonly Scope[]) {
    const name = scopes.join(' ')
    const known = keys.get(name)
    if (known) return known
    const { id, api_key } = value(await createApiKey(testDb, school().operator, { name, scopes }))
    const made = { id, authorization: `Bearer ${api_key}` }
    keys.set(name, made)
    return made
  }

  async function call(
    handler: RouteHandler,
    method: string,
    scopes: readonly Scope[],
    id?: number,
    body?: object,
    more: Record<string, string> = {},
  ) {
    const { authorization } = await keyWith(scopes)
    const request = new Request('http://localhost/', {
      method,
      headers: { authorization, 'content-type': 'application/json', ...more },
      ...(body ? { body: JSON.stringify(body) } : {}),
    })
    const params: Record<string, string> = id === undefined ? {} : { id: String(id) }
    const response = await handler(request, { params: Promise.resolve(params) })
    const text = await response.text()
    const answer: Answer = { status: response.status, json: text ? JSON.parse(text) : {} }
    return answer
  }
  const patch = (scopes: readonly Scope[], id: number, body: object) => call(PATCH, 'PATCH', scopes, id, body)

  const register = (person: number, more: object = {}) =>
    testDb.prisma.account.create({
      data: { schoolId: school().id, personId: person, username: unique('u'), approvedAt: new Date(), ...more },
    })

  const student = async () => (await newStudent(school().operator)).id
  const teacher = async () => (await newStudent(school().operator, { role: 2, graduates_in: null })).id

  async function madeByKey(role: 1 | 2, more: object = {}): Promise<number> {
    const body = {
      usin: unique('K'),
      name: '张三',
      role,
      password: 'First-Harbour-31-Cloud',
      ...(role === 1 ? { graduates_in: 2027 } : {}),
    }
    const { json } = await call(POST, 'POST', people, undefined, body)
    if (json.id === undefined) throw new Error(JSON.stringify(json))
    if (Object.keys(more).length > 0) await change(json.id, more)
    return json.id
  }
  return { keyWith, call, patch, register, student, teacher, madeByKey }
}
