import { z } from 'zod'
import { longId, recordId } from '../ids'
import type { PersonRole } from '../people/schema'
import { languages } from '../transfer/export-rules'

export const onePerson = z.object({ id: recordId })
export const personalInput = onePerson.extend({ language: z.enum(languages).default('zh') })
export type PersonalInput = z.input<typeof personalInput>

export type Known = { id: number; name: string; usin: string; role: PersonRole }

/** What goes with one person; nothing of it can be had back. */
export type ErasurePreview = {
  person: Known & { left_at: string | null }
  /** The account's user name. */
  account: string | null
  sessions: number
  /** Extension fields that are filled in. */
  values: number
  links: number
  /** Changes in history that say no longer who it was. */
  changes: number
  /** Uploaded files that hold somebody of the name or number: they are deleted, whatever else they hold. */
  imports: number
  /** Guardians who have no other child here. */
  guardians: Known[]
}

/** `name` is typed by whoever confirms; `guardians` are those of the preview who go along. */
export const erasureInput = onePerson.extend({
  name: z.string().max(200),
  guardians: z.array(recordId).max(50).default([]),
})
export type ErasureInput = z.input<typeof erasureInput>

export type Erasure = { change_set: string; people: number; accounts: number; changes: number }

const years = z.int().min(1).max(50).nullable()
/** After how many years people of a role are erased who have left; null: never. */
export const retentionRules = z.object({ student: years, teacher: years, guardian: years, nightly: z.boolean() })
export type RetentionRules = z.infer<typeof retentionRules>
/** The rules that change; the others stay as they are by then. */
export const retentionPatch = retentionRules.partial()
export type RetentionPatch = z.infer<typeof retentionPatch>

export type Retention = RetentionRules & {
  /** Years that history is kept; 0: for ever. The operator's setting. */
  history_years: number
  last_run_at: string | null
}

/** Somebody whom the rules erase. `along`: a guardian whose children all go. */
export type Due = Known & { left_at: string | null; along: boolean }

export const dueList = z.object({
  page: z.int().min(1).max(100_000).default(1),
  per_page: z.int().min(1).max(100).default(20),
})
export type DuePage = { rows: Due[]; total: number }

export const deletedQuery = z.object({ q: z.string().trim().min(1).max(100) })
/** Somebody deleted whose record is still kept. */
export type Deleted = Known & { deleted_at: string }
export type DeletedPage = { rows: Deleted[]; total: number }

/** `expected` is how many were due when whoever confirms looked. */
export const runInput = z.object({ expected: recordId.min(1) })

/** A part of a run: `left` are due still. */
export type RetentionRun = Erasure & { left: number }

export const logList = z.object({
  before: longId.optional(),
  per_page: z.int().min(1).max(100).default(20),
})

/** One line of the log of personal data. */
export type PersonalAct = {
  id: string
  at: string
  kind: 'erasure' | 'export'
  /** Who did it; the name is blank where nobody is known by it any more. */
  author: string
  /** Whether the rules did it, by hand or by night; null for an export or the erasure of one person. */
  by_rule: 'hand' | 'night' | null
  /** Whom it was about, if one person; blank once the record is gone. */
  person: { id: number; name: string } | null
  people: number
  /** Accounts without a record that were erased by themselves. */
  accounts: number
}
