import { z } from 'zod'
import type { Reason } from '../errors'
import type { FieldType } from '../fields/schema'
import { recordId } from '../ids'

/** What becomes of a student at the turn of the year. */
export const fates = ['graduate', 'leave', 'repeat', 'move'] as const
export type Fate = (typeof fates)[number]

/** A rollover that stands, of the year that it closed. */
export type Done = { change_set: string; at: string }

/** What a rollover can be made of. */
export type RolloverStart = {
  /** The calendar years in which a school year ended last and ends next, the earlier first. */
  years: { year: number; done: Done | null }[]
  /** The one whose turn it is. */
  year: number
  /** Students who are not archived, by the year they graduate in. */
  cohorts: { graduates_in: number | null; count: number }[]
  /** Fields that can hold the class. */
  fields: { name: string; label: string; type: FieldType; holders: number }[]
}

/** Who holds a value of the class field, by cohort. */
export type HeldClass = { value: string; graduates_in: number | null; count: number }

/** So many students of a cohort and class, and what becomes of them. */
export type Group = { graduates_in: number | null; before: string; after: string; fate: Fate; count: number }

export type ExceptionReason =
  | 'repeats'
  | 'leaves'
  /** Graduated in name, and not among those who graduate. */
  | 'overdue'
  /** Moves up without a class. */
  | 'no_class'
  /** Moves up and keeps the name of the class. */
  | 'class_stays'
export type Exception = {
  id: number
  name: string
  usin: string
  graduates_in: number | null
  before: string
  after: string
  reason: ExceptionReason
}

export type RolloverPlan = {
  groups: Group[]
  /** How many are written: those who move up to a class of the same name are not. */
  written: number
  exceptions: Exception[]
  /** How many exceptions there are: `exceptions` holds the first `mostExceptions`. */
  exceptionCount: number
  /** Options that the class field gets. */
  options: string[]
  /** Stands for all that the plan says: another answer to the same question has another. */
  fingerprint: string
}

export type RolledOver = { change_set: string } & Record<Fate, number>

export const mostExceptions = 200

const because = (reason: Reason) => ({ error: reason })
const id = recordId.min(1)
const text = z.string().trim().max(2000, because('too_long'))

const wanted = z.strictObject({
  /** The calendar year in which the school year ends. */
  year: z.int().min(1900).max(2200),
  /** The cohorts that graduate, by year: none later than `year`. */
  graduating: z.array(z.int().min(0).max(2200)).max(100),
  leavers: z.array(id).max(5_000),
  /** They stay for another year; a class that is not said stays as it is. */
  repeaters: z.array(z.strictObject({ id, class: text.optional() })).max(5_000),
  /** The field that holds the class, by name. */
  field: z.string().max(64).optional(),
  /** New names of classes, for those who move up. What is not named stays as it is. */
  renames: z.array(z.strictObject({ from: z.string().min(1).max(2000), to: text.min(1, because('blank')) })).max(2_000),
})

const sound = (input: z.infer<typeof wanted>): string | undefined => {
  const people = [...input.leavers, ...input.repeaters.map((each) => each.id)]
  if (input.graduating.some((cohort) => cohort > input.year)) return 'graduating'
  if (new Set(people).size < people.length) return 'repeaters'
  return new Set(input.renames.map(({ from }) => from)).size < input.renames.length ? 'renames' : undefined
}
const check = (context: z.core.ParsePayload<z.infer<typeof wanted>>) => {
  const wrong = sound(context.value)
  if (wrong) context.issues.push({ code: 'custom', message: 'invalid', path: [wrong], input: context.value })
}

/** Which rollover. */
export const rolloverInput = wanted.check(check)
/** Which rollover, as its preview said. */
export const rolloverRun = wanted.extend({ fingerprint: z.string().max(64) }).check(check)
export const classesInput = z.strictObject({ field: z.string().max(64) })

export type RolloverInput = z.infer<typeof rolloverInput>
export type RolloverRun = z.infer<typeof rolloverRun>
