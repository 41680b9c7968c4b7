import type { Scope } from '@/domain/policy'
import { unique } from '@/testing/factories'
import type { Caller, World } from './world'

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
type Call = { params?: Record<string, string>; body?: unknown }

/** A call by an API key: the scope it takes, and what becomes of it when it is about another school. */
export type KeyRow = { scope: Scope; about: (world: World) => Call; foreign: number | 'none' }
/** A call by an account's token: who may make it of another's record, and what comes of it otherwise. */
export type TokenRow = { who: readonly Caller[]; about: (world: World) => Call; foreign: number | 'none' }

const person = ({ student }: World, body?: unknown): Call => ({ params: { id: String(student) }, body })
const field = (world: World, body?: unknown): Call => ({ params: { name: world.field }, body })
const newStudent = () => ({ usin: unique('S'), name: 'x', role: 1, graduates_in: 2027 })

/** By the route's folder below `src/app` and the method. */
export const keyRoutes: Record<string, Partial<Record<Method, KeyRow>>> = {
  'api/v1/reflections': {
    GET: { scope: 'people:read', about: () => ({}), foreign: 'none' },
    POST: { scope: 'people:write', about: () => ({ body: newStudent() }), foreign: 'none' },
  },
  'api/v1/reflections/[id]': {
    GET: { scope: 'people:read', about: (world) => person(world), foreign: 404 },
    PATCH: { scope: 'people:write', about: (world) => person(world, { name: 'y' }), foreign: 404 },
    DELETE: { scope: 'people:write', about: (world) => person(world), foreign: 404 },
  },
  'api/v1/changes': { GET: { scope: 'people:read', about: () => ({}), foreign: 'none' } },
  'api/v1/reflection-fields': {
    GET: { scope: 'fields:read', about: () => ({}), foreign: 'none' },
    POST: {
      scope: 'fields:write',
      about: () => ({ body: { name: unique('f'), label: 'x', role: 1 } }),
      foreign: 'none',
    },
  },
  'api/v1/reflection-fields/[name]': {
    GET: { scope: 'fields:read', about: (world) => field(world), foreign: 404 },
    PATCH: { scope: 'fields:write', about: (world) => field(world, { label: 'y' }), foreign: 404 },
    DELETE: { scope: 'fields:write', about: (world) => field(world), foreign: 404 },
  },
}

const account = ({ asking }: World, body?: unknown): Call => ({ params: { pk: String(asking) }, body })
const admins: readonly Caller[] = ['school_admin']

export const tokenRoutes: Record<string, Partial<Record<Method, TokenRow>>> = {
  users: { GET: { who: admins, about: () => ({}), foreign: 'none' } },
  'users/[pk]': {
    GET: { who: ['teacher', 'grade_admin', 'school_admin'], about: (world) => account(world), foreign: 404 },
    PUT: { who: admins, about: (world) => account(world, { wechat: 'x' }), foreign: 404 },
    PATCH: { who: admins, about: (world) => account(world, { wechat: 'x' }), foreign: 404 },
  },
}

/** For whoever is signed in to the pages, by method; what they may have there is asked of the command in tests of its own. */
export const sessionRoutes: Record<string, Method> = {
  'api/exports': 'GET',
  'api/imports': 'POST',
  'api/imports/[id]/refused': 'GET',
  'api/personal': 'GET',
  'api/templates': 'GET',
}

/** What is open to everybody, and holds nothing of anybody: each has tests of its own. */
export const openRoutes = [
  'api/[...path]',
  'api/auth/[...nextauth]',
  'api/openapi.json',
  'api/openapi/[file]',
  'api/trpc/[trpc]',
  'api/v1/oauth',
  'api/v3/oauth/tokens',
  'healthz',
  'readyz',
  'users/check',
  'users/login',
  'users/register',
  'vertifications',
]
