import { z } from 'zod'
import type { TableProblem } from '@/infra/tables/table'
import type { Issue } from '../../errors'

const importKeys = ['usin', 'outer_id', 'idcard'] as const
/** `sync`: add and update, and archive whoever is not in the file. */
const importModes = ['merge', 'add', 'update', 'sync'] as const

/** For how many days the rows and the file of an import are kept after it was last touched. */
export const daysKept = 7

export const importSettings = z.object({
  key: z.enum(importKeys).default('usin'),
  mode: z.enum(importModes).default('merge'),
  /** What an empty cell does to what is there. */
  empty: z.enum(['keep', 'clear']).default('keep'),
  /** Whether somebody new who is likely there already is held back, or added all the same. */
  duplicates: z.enum(['hold', 'add']).default('hold'),
})
export type ImportSettings = z.infer<typeof importSettings>

/**
 * `left`: left out, since it would have been written otherwise than it was shown. `passed`: the mode does not ask for it: somebody who is there when adding only, who is not when updating only.
 * `duplicate`: held back, likely there already under another key.
 */
export const rowKinds = ['new', 'changed', 'unchanged', 'wrong', 'duplicate', 'passed', 'left'] as const
export type RowKind = (typeof rowKinds)[number]

/**
 * How many rows of each kind; `missing`: how many a full sync would archive, of so many who are `active`; `kept_admins`: how
 * many it leaves alone since the school would be without an administrator. `moved`, `moved_missing`: how many rows, and people
 * to be archived, are otherwise than shown before; `spared`: how many were not archived since they were not shown.
 */
export type ImportCounts = Partial<
  Record<
    RowKind | 'missing' | 'active' | 'kept_admins' | 'guardians' | 'archived' | 'moved' | 'moved_missing' | 'spared',
    number
  >
>

export const importStates = ['reading', 'ready', 'running', 'done', 'failed'] as const
export type ImportState = (typeof importStates)[number]

/** What is wrong with a cell; without a column it concerns the whole row. `line` is another row of the file. */
export type RowIssue = Omit<Issue, 'field'> & { column: number | null; target: string | null; line?: number }

/** Of a cell of a person who changes. */
export type CellChange = { target: string; before: string; after: string }

/** Why a file cannot be read, an import not be written, or what came between. */
export type ImportProblem =
  | TableProblem['kind']
  | 'cancelled'
  | 'broken'
  /** The file that was sent is no longer where it was kept. */
  | 'gone'
  | 'died'
  | 'forbidden'
  | 'busy'
  | 'moved'
  | 'confirm'
  | 'keys_missing'
  | 'cleared'

export type ShownPerson = { id: number; usin: string; name: string }
/** A guardian written beside a student; `person`: who they are, unless they are new. */
export type ShownGuardian = {
  relation: number
  name: string
  phone: string
  kind: 'new' | 'changed' | 'unchanged' | 'wrong'
  person: ShownPerson | null
  changes: CellChange[]
}
/** What a row was shown to do that would be written otherwise now; `now_kind` is what a row that was left out would do. */
export type Shown = {
  kind: RowKind
  now_kind: RowKind | null
  person: ShownPerson | null
  student: ShownPerson | null
  changes: CellChange[]
  /** Of the row itself, where it was read again: what it said, and what it says now. */
  values: CellChange[]
  guardians: ShownGuardian[]
}

export type PreviewRow = {
  line: number
  kind: RowKind
  cells: string[]
  /** Positions of cells that were put right in the preview. */
  fixed: number[]
  person_id: number | null
  /** Whom the row means, unless they are new; and the student to be linked with. */
  person: ShownPerson | null
  student: ShownPerson | null
  issues: RowIssue[]
  changes: CellChange[]
  /** Guardians written beside the student. */
  guardians: ShownGuardian[]
  /** Whom it is likely a duplicate of, or which row of the file. */
  like: { person_id: number; usin: string; name: string } | { line: number } | null
  wanted: boolean
  /** Of a row that is otherwise than it was shown. */
  shown: Shown | null
}
