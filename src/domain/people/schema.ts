import { z } from 'zod'
import { isRealDate, isRealMoment } from '../dates'
import type { Reason } from '../errors'
import { recordId } from '../ids'
import { atMost, lengthOf } from '../texts'
import { isMaskedText } from './mask-rules'

export const personRoles = { student: 1, teacher: 2, guardian: 8 } as const
export const personStatuses = { normal: 1, archived: 2, disabled: 4 } as const
export const guardianRoles = { other: 0, father: 1, mother: 2 } as const
export const genders = ['m', 'f', 'u'] as const

export type PersonRole = (typeof personRoles)[keyof typeof personRoles]
export type PersonStatus = (typeof personStatuses)[keyof typeof personStatuses]
export type GuardianRole = (typeof guardianRoles)[keyof typeof guardianRoles]
export type Gender = (typeof genders)[number]

/** A person as every transport answers it: unset text is `""`, unset numbers `null`, a value for every field of the role. */
export type Person = {
  id: number
  usin: string
  name: string
  gender: Gender
  avatar_url: string
  role: PersonRole
  email: string
  phone: string
  graduates_in: number | null
  outer_id: string
  duration: number | null
  entered_at: string
  idcard: string
  status: PersonStatus
  student_id: number | null
  guardian_role: GuardianRole | null
  created_at: string
  updated_at: string
  /** Extension values by field name. */
  values: Record<string, string>
}

/** The error of a schema is the reason's name; `issuesOf` turns it into an `Issue`. */
const because = (reason: Reason) => ({ error: reason })

const blankIfNull = (value: unknown) => (value === null ? '' : value)
const textOf = (value: unknown) => (typeof value === 'number' ? String(value) : blankIfNull(value))
const nullIfBlank = (value: unknown) => (value === '' ? null : value)

/** JSON Schemas of what a preparation lets in beside what is checked after it, for the documents of the contracts. */
const also = (...schemas: object[]) => ({ also: schemas })
const [nothing, figures, digits, blank] = [{ type: 'null' }, { type: 'number' }, { type: 'integer' }, { const: '' }]

const optionalText = (max: number) =>
  z.preprocess(blankIfNull, atMost(max)(z.string(because('invalid')).trim())).meta(also(nothing))
const number = (min: number, max: number) =>
  z
    .preprocess((value) => {
      const given = nullIfBlank(value)
      return typeof given === 'string' && /^\s*[+-]?\d+\s*$/.test(given) ? Number(given) : given
    }, z.int(because('not_integer')).min(min, because('invalid')).max(max, because('invalid')).nullable())
    .meta(also(blank))
const oneOf = <const T extends number>(values: readonly T[]) =>
  z.preprocess(
    (value) => (typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value),
    z.literal(values, because('invalid')),
  )

const empty = z.literal('')
/** The longest each text may be, in characters. */
export const lengths = {
  usin: 64,
  name: 64,
  outer_id: 64,
  email: 254,
  phone: 32,
  idcard: 32,
  avatar_url: 2048,
  password: 128,
} as const

export const required = {
  usin: z
    .preprocess(textOf, atMost(lengths.usin)(z.string(because('invalid')).trim().min(1, because('blank'))))
    .meta(also(figures)),
  name: z.preprocess(blankIfNull, atMost(lengths.name)(z.string(because('invalid')).trim().min(1, because('blank')))),
}

/** What a caller may say of a person, whatever the role; all optional. */
export const attributes = {
  gender: z
    .preprocess((value) => (value === null || value === '' ? 'u' : value), z.enum(genders, because('invalid')))
    .meta(also(nothing, blank)),
  avatar_url: z
    .preprocess(
      blankIfNull,
      empty
        .or(z.url({ protocol: /^https?$/, error: 'invalid' }).meta({ pattern: '^https?:' }))
        .or(z.string().regex(/^\/uploads\/[\w.-]+$/)),
    )
    .refine((url) => lengthOf(url) <= lengths.avatar_url, because('too_long'))
    .meta({ maxLength: lengths.avatar_url, ...also(nothing) }),
  email: z
    .preprocess(
      (value) => (typeof value === 'string' ? value.trim() : blankIfNull(value)),
      empty.or(z.email(because('invalid')).max(lengths.email, because('too_long'))),
    )
    .meta(also(nothing)),
  phone: z
    .preprocess(
      textOf,
      z
        .string(because('invalid'))
        .trim()
        .max(lengths.phone, because('too_long'))
        .refine((text) => !isMaskedText(text), because('masked'))
        .regex(/^[\d+\- ]*$/, because('invalid')),
    )
    .meta(also(digits, nothing)),
  graduates_in: number(1900, 2200),
  outer_id: z
    .preprocess(textOf, atMost(lengths.outer_id)(z.string(because('invalid')).trim()))
    .meta(also(figures, nothing)),
  duration: number(1, 12),
  entered_at: z
    .preprocess(
      (value) => (typeof value === 'string' ? value.trim() : blankIfNull(value)),
      empty.or(z.string(because('invalid')).refine(isRealDate, because('invalid')).meta({ format: 'date' })),
    )
    .meta(also(nothing)),
  idcard: optionalText(lengths.idcard)
    .refine((text) => !isMaskedText(text), because('masked'))
    .meta({ pattern: '^[^*＊﹡]*$', ...also(nothing) }),
  status: z
    .preprocess((value) => (value === null || value === '' ? 1 : value), oneOf([1, 2, 4]))
    .meta(also(nothing, blank)),
  student_id: number(1, 2_147_483_647),
  guardian_role: z.preprocess((value) => (value === '' ? null : value), oneOf([0, 1, 2]).nullable()).meta(also(blank)),
  /** Empty counts as not given: a form that sends an empty box does not lock anyone out. */
  password: z.preprocess(blankIfNull, atMost(lengths.password)(z.string(because('invalid')))).meta(also(nothing)),
}

const isObject = (given: unknown): given is object =>
  typeof given === 'object' && given !== null && !Array.isArray(given)

/** By field name. Kept whole, `__proto__` and all: names are checked against the fields, and nothing is dropped unseen. */
const values = z.custom<Record<string, unknown>>(isObject, because('invalid'))
const wantedValues = z.custom<Record<string, string[]>>(
  (given) =>
    isObject(given) &&
    Object.values(given).every((each) => Array.isArray(each) && each.every((value) => typeof value === 'string')),
  because('invalid'),
)

/** A new person. Student, teacher and guardian alike; what a role alone needs is in `rules.ts`. */
export const personCreate = z.strictObject({
  role: oneOf([1, 2, 8]),
  ...required,
  ...z.object(attributes).partial().shape,
  values: values.optional(),
})
/** A change of a person: what is absent stays as it is. */
export const personPatch = personCreate.partial()

export type PersonCreate = z.infer<typeof personCreate>
export type PersonPatch = z.infer<typeof personPatch>

/** Which people, in which order, which page. */
export const personList = z.object({
  roles: z
    .array(oneOf([1, 2, 8]))
    .min(1)
    .max(10)
    .default([1, 2]),
  statuses: z
    .array(oneOf([1, 2, 4]))
    .min(1)
    .max(10)
    .optional(),
  q: z.string().trim().max(100).optional(),
  usin: z.string().optional(),
  outer_id: z.string().optional(),
  idcard: z.string().optional(),
  phone: z.string().optional(),
  graduates_in: z.array(z.int().min(0).max(999_999_999)).min(1).max(500).optional(),
  updated_since: z.iso.datetime({ offset: true }).refine(isRealMoment).optional(),
  /** These alone. */
  ids: z.array(recordId).max(10_000).optional(),
  /** Of guardians: whose. */
  student_id: recordId.optional(),
  /** By field name; a person passes who has one of the values. `""` means none. */
  values: wantedValues.optional(),
  sort: z.object({ by: z.string().max(80), desc: z.boolean() }).default({ by: 'id', desc: false }),
  page: z.int().min(1).max(1_000_000_000).default(1),
  per_page: z.int().min(1).max(100_000).default(20),
})
export type PersonList = z.infer<typeof personList>
export type PersonListInput = z.input<typeof personList>
