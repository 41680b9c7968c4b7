import { z } from 'zod'
import type { Field, FieldRole } from '@/domain/fields/schema'
import { fieldTypes } from '@/domain/fields/schema'
import { genders, guardianRoles, type Person, personRoles, personStatuses } from '@/domain/people/schema'
import { names } from './errors'

/** The shape whose keys are those of the type, and whose values are what the type says. */
type ShapeOf<T> = { [Key in keyof T]: z.ZodType<T[Key]> }

const stamp = z.iso.datetime()
const day = z.string().regex(/^(\d{4}-\d{2}-\d{2})?$/)
const id = z.int().min(1)

/** A person as this contract answers it: extension values stand beside the built-in keys. */
export const personAnswer = z
  .object({
    id,
    usin: z.string().min(1),
    name: z.string().min(1),
    gender: z.enum(genders),
    avatar_url: z.string(),
    role: z.literal(Object.values(personRoles)),
    email: z.string(),
    phone: z.string(),
    graduates_in: z.int().nullable(),
    outer_id: z.string(),
    duration: z.int().nullable(),
    entered_at: day,
    idcard: z.string(),
    status: z.literal(Object.values(personStatuses)),
    student_id: id.nullable(),
    guardian_role: z.literal(Object.values(guardianRoles)).nullable(),
    created_at: stamp,
    updated_at: stamp,
  } satisfies ShapeOf<Omit<Person, 'values'>>)
  .catchall(z.string())

const fieldRoles: readonly FieldRole[] = [1, 2]

/** An extension field as this contract answers it. */
export const fieldAnswer = z.strictObject({
  id,
  name: z.string().min(1),
  label: z.string().min(1),
  role: z.literal(fieldRoles),
  type: z.literal(Object.values(fieldTypes)),
  options: z.array(z.string()),
  required: z.boolean(),
  unique: z.boolean(),
  position: z.int().min(0),
  created_at: stamp,
  updated_at: stamp,
} satisfies ShapeOf<Field>)

const happenings = ['created', 'updated', 'deleted'] as const

/** What the feed says of a change beside the record. */
export const changeAnswer = z.strictObject({
  type: z.enum(['person', 'field'].flatMap((noun) => happenings.map((what) => `${noun}.${what}`))),
  id,
  at: stamp,
})
/** A page of the feed. */
export const changesAnswer = z.strictObject({
  changes: z.array(z.unknown()),
  next: z.string().min(1),
  has_more: z.boolean(),
})

/** What the vendor's framework says of all that goes wrong, but of values. */
export const problemAnswer = z.strictObject({
  name: z.enum(Object.values(names)),
  message: z.string().min(1),
  code: z.literal(0),
  status: z.literal(Object.keys(names).map(Number)),
})

/** What is wrong with values, key by key. */
export const issueAnswer = z.strictObject({ field: z.string(), message: z.string().min(1) })

/** An access token, as RFC 6749 has it. */
export const tokenAnswer = z.strictObject({
  token_type: z.literal('Bearer'),
  expires_in: z.int().min(1),
  access_token: z.string().min(1),
  scope: z.string(),
})

/** Why there is no token, as RFC 6749 section 5.2 has it. */
export const tokenErrorAnswer = z.strictObject({
  error: z.enum([
    'invalid_request',
    'invalid_client',
    'unsupported_grant_type',
    'invalid_scope',
    'unauthorized_client',
  ]),
  error_description: z.string(),
})
