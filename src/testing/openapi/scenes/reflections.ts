import type { Actor } from '@/domain/actor'
import { createApiKey } from '@/domain/api-keys/commands'
import { writeCursor } from '@/domain/feed/cursor'
import { newCursor } from '@/domain/feed/queries'
import type { FieldCreate } from '@/domain/fields/schema'
import { keyScopes, type Scope } from '@/domain/policy'
import { newField, newSchool, newStudent, testDb, unique, value } from '../../factories'
import type { Body } from '../values'
import { asIs, nothing, replaced, type Scene } from './scene'

async function byKey(operator: Actor, scope: Scope): Promise<Scene> {
  const key = async (scopes: readonly Scope[]) =>
    `Bearer ${value(await createApiKey(testDb, operator, { name: 'x', scopes })).api_key}`
  const powerless = await key(keyScopes.filter((each) => each !== scope))
  const { api_key } = value(await createApiKey(testDb, operator, { name: 'x', calls_per_minute: 1 }))
  return { authorization: await key(keyScopes), powerless, hurried: `Bearer ${api_key}`, params: nothing, suit: asIs }
}

/** A field of each type, and values that it takes. */
const kinds: [Partial<FieldCreate>, () => unknown][] = [
  [{ type: 1, unique: true }, () => unique('值')],
  [{ type: 2, options: ['东', '西'] }, () => '东'],
  [{ type: 3 }, () => 1.5],
  [{ type: 4 }, () => '2026-09-01'],
  [{ type: 5 }, () => true],
  [{ type: 6, options: ['甲', '乙'] }, () => ['乙', '甲']],
  [{ type: 7 }, () => 'https://school.cn/a'],
]

let serial = Date.now() * 1000

/** A text, or a number, that nobody else has, as long as the other. */
const distinct = (given: unknown, most: number) =>
  typeof given === 'number' ? serial++ : [...(unique('S') + given)].slice(0, most).join('')

/** A person who is possible: what a role must have, and whom a guardian belongs to. */
function possible(body: Body, student: number, values: Body): Body {
  const { student_id, guardian_role, ...rest } = body
  const links = body.role === 8 && student_id ? { student_id: student, guardian_role: guardian_role ?? 1 } : {}
  const own = replaced(rest, {
    outer_id: () => distinct(body.outer_id, 64),
    usin: () => distinct(body.usin, 64),
  })
  const graduation = body.role === 1 && !body.graduates_in ? { graduates_in: 2029 } : {}
  return {
    ...own,
    ...(body.usin === 0 ? { usin: serial++ } : {}),
    ...links,
    ...graduation,
    ...(body.role === 1 ? values : {}),
  }
}

async function people(): Promise<Record<string, Scene>> {
  const { operator } = await newSchool()
  const fields: [string, () => unknown][] = []
  for (const [kind, sample] of kinds) fields.push([(await newField(operator, kind)).name, sample])
  const [[text = ''] = [], [choice = ''] = []] = fields
  const { id, usin } = await newStudent(operator)
  const params = async () => ({ id: String((await newStudent(operator)).id) })
  const values = () => Object.fromEntries(fields.map(([name, sample]) => [name, sample()]))
  const [read, write] = [await byKey(operator, 'people:read'), await byKey(operator, 'people:write')]
  const conflicts: Scene['conflicts'] = [
    [422, () => ({ usin })],
    [422, () => ({ nobody_knows_this: 'x' })],
    [422, () => ({ role: 1, [choice]: '北' })],
    [422, () => ({ role: 1, graduates_in: null })],
    [422, () => ({ avatar_url: 'javascript:alert(1)' })],
    [422, () => ({ entered_at: '2026-02-30' })],
    [400, () => ({ name: 'a\0b' })],
    [400, () => ({ role: 1, [text]: 'a\0b' })],
  ]
  return {
    listPeople: { ...read, free: fields.map(([name]) => [name, '东']) },
    createPerson: {
      ...write,
      suit: async (body) => possible(body, id, values()),
      conflicts: [
        ...conflicts,
        [422, () => ({ role: 8, student_id: 999_999_999 })],
        [422, () => ({ role: 2, student_id: id })],
      ],
    },
    readPerson: { ...read, params },
    updatePerson: {
      ...write,
      params,
      suit: async ({ role: _, student_id, guardian_role, ...body }) => possible({ ...body, role: 1 }, id, values()),
      conflicts: [...conflicts, [422, () => ({ role: 2 })], [422, () => ({ usin: null })]],
    },
    deletePerson: { ...write, params },
    listChanges: await changes(operator, read),
    ...(await tokens(operator, read)),
  }
}

async function changes(operator: Actor, scene: Scene): Promise<Scene> {
  const begun = await newCursor(testDb, operator)
  const cursor = begun.ok ? begun.value : ''
  await newStudent(operator)
  const old = writeCursor({ schoolId: operator.schoolId, position: 0, at: 0, since: 0 })
  return {
    ...scene,
    suitQuery: async (query) =>
      query.map(([name, text]) => [name, name === 'after' ? cursor : name === 'wait' ? '0' : text]),
    queryConflicts: [
      [400, [['after', 'nonsense']]],
      [410, [['after', old]]],
    ],
  }
}

async function tokens(operator: Actor, scene: Scene): Promise<Record<string, Scene>> {
  const { client_id, client_secret } = value(
    await createApiKey(testDb, operator, { name: 'x', scopes: ['people:read'] }),
  )
  const elsewhere = value(await createApiKey(testDb, operator, { name: 'x', addresses: ['192.0.2.0/24'] }))
  const token: Scene = {
    ...scene,
    suit: async (body) => ({ ...body, client_id, client_secret, ...(body.scope ? { scope: 'people:read' } : {}) }),
    conflicts: [
      [401, () => ({ client_secret: 'another' })],
      [401, () => ({ client_id: 'another' })],
      [403, () => ({ client_id: elsewhere.client_id, client_secret: elsewhere.client_secret })],
      [400, () => ({ scope: 'people:read people:write' })],
      [400, () => ({ client_id: undefined })],
      [400, () => ({ client_id: 'a\0b' })],
    ],
  }
  return { issueToken: token, issueTokenV1: token }
}

async function fields(): Promise<Record<string, Scene>> {
  const { operator } = await newSchool()
  const { name: taken } = await newField(operator)
  const [read, write] = [await byKey(operator, 'fields:read'), await byKey(operator, 'fields:write')]
  const params = async () => ({ name: (await newField(operator)).name })
  const hasOptions = ({ type }: Body) => type === 2 || type === 6
  const possibleField = (body: Body): Body => ({
    ...replaced(body, { name: () => unique('f') }),
    ...(hasOptions(body) ? { options: ['甲', '乙'] } : {}),
  })
  const conflicts: Scene['conflicts'] = [
    [422, () => ({ name: taken.toUpperCase() })],
    [400, () => ({ label: 'a\0b' })],
    [422, () => ({ name: 'usin' })],
    [422, () => ({ name: 'constructor' })],
    [422, () => ({ type: 2, options: [] })],
    [422, () => ({ type: 2, options: ['甲', '甲'] })],
  ]
  return {
    listFields: read,
    readField: { ...read, params },
    createField: { ...write, suit: async (body) => possibleField(body), conflicts },
    updateField: {
      ...write,
      params,
      suit: async (body) => possibleField(replaced(body, { role: () => 1 })),
      conflicts: [...conflicts, [422, () => ({ role: 2 })]],
    },
    deleteField: { ...write, params },
  }
}

export const reflectionsScenes = async (): Promise<Record<string, Scene>> => ({
  ...(await people()),
  ...(await fields()),
})
