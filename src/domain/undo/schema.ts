import { z } from 'zod'
import type { ChangeNoun } from '../history/schema'
import { longId, recordId } from '../ids'

/** Why a record is not put back as a matter of course. */
export type ConflictReason =
  /** It is no longer what the change set left. */
  | 'changed'
  /** Deleted since. */
  | 'deleted'
  /** Guardians were added since, who would go along. */
  | 'guardians'
  /** An account was made for them since, which could not sign in any more. */
  | 'account'
  /** A field is filled in by people. */
  | 'held'
  /** Somebody else holds the number, or the name, by now. */
  | 'taken'
  /** The field takes the value no longer. */
  | 'unfit'
  /** Their child does not come back. */
  | 'student'
  /** The record was erased. */
  | 'erased'
  /** The time to bring it back is over. */
  | 'too_late'

export type Conflict = {
  noun: 'person' | 'field'
  id: number
  name: string
  /** Of a person. */
  usin: string
  role: number
  reason: ConflictReason
  /** What differs: columns, extension fields by their label, `link`. */
  keys: string[]
  labels: string[]
  /** Whether it can be put back all the same, over what came later. */
  choosable: boolean
}

/** Records that go back: those the change set made are deleted, those it deleted return, those it changed get their old values. */
export type Tally = { delete: number; restore: number; change: number }

/** What no undo puts back: it let somebody in or kept them out, or its secret is gone. */
export type FixedNoun = Exclude<ChangeNoun, 'person' | 'field' | 'school'> | 'password'

export type UndoPreview = {
  people: Tally
  fields: Tally
  /** Settings of the school that go back. */
  school: number
  conflicts: Conflict[]
  /** How many conflicts there are: `conflicts` holds the first `mostConflicts`. */
  conflictCount: number
  choosableCount: number
  /** Records that no undo can put back, by noun; `password` for passwords set with a person. */
  fixed: { noun: FixedNoun; count: number }[]
}

/** `left`: records in conflict that were left alone. */
export type Undone = { change_set: string; people: Tally; fields: Tally; school: number; left: number }

export const mostConflicts = 200

/** Which change set, and which of its conflicts are put back all the same. */
export const undoInput = z.object({
  change_set: longId,
  including: z.union([z.literal('all'), z.array(recordId).max(10_000)]).default([]),
})
export type UndoInput = z.input<typeof undoInput>
