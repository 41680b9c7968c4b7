import { z } from 'zod'
import type { Reason } from '../errors'
import { atMost } from '../texts'

export const fieldTypes = { text: 1, choice: 2, number: 3, date: 4, yes_no: 5, choices: 6, link: 7 } as const
export type FieldType = (typeof fieldTypes)[keyof typeof fieldTypes]
export type FieldRole = 1 | 2

/** A field's definition as every transport answers it. */
export type Field = {
  id: number
  name: string
  label: string
  role: FieldRole
  type: FieldType
  options: string[]
  required: boolean
  unique: boolean
  position: number
  created_at: string
  updated_at: string
}

const because = (reason: Reason) => ({ error: reason })
const numeric = (value: unknown) => (typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value)

export const namePattern = /^[A-Za-z][A-Za-z0-9_]{0,63}$/
const name = z.string(because('invalid')).min(1, because('blank')).regex(namePattern, because('invalid'))
const label = atMost(64)(z.string(because('invalid')).trim().min(1, because('blank')))
const options = z
  .array(atMost(64)(z.string(because('invalid')).trim().min(1, because('blank'))), because('invalid'))
  .max(1000, because('invalid'))

/** A new field. What depends on the type or the school is in `rules.ts`. */
export const fieldCreate = z.strictObject({
  name,
  label,
  role: z.preprocess(numeric, z.literal([1, 2], because('invalid'))),
  type: z.preprocess(numeric, z.literal([1, 2, 3, 4, 5, 6, 7], because('invalid'))).optional(),
  /** `null` counts as none; `also` says so where the schema is read as JSON Schema. */
  options: z
    .preprocess((value) => value ?? [], options)
    .meta({ also: [{ type: 'null' }] })
    .optional(),
  required: z.boolean(because('invalid')).optional(),
  unique: z.boolean(because('invalid')).optional(),
  position: z.int(because('not_integer')).min(0, because('invalid')).max(100_000, because('invalid')).optional(),
})
/** A change of a field: what is absent stays as it is. */
export const fieldPatch = fieldCreate.partial()

export type FieldCreate = z.infer<typeof fieldCreate>
export type FieldPatch = z.infer<typeof fieldPatch>
