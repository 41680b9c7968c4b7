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
 * `passed`: the mode does not ask for it: somebody who is there when adding only, who is not when updating only.
 * `duplicate`: held back, likely there already under another key.
 */
export const rowKinds = ['new', 'changed', 'unchanged', 'wrong', 'duplicate', 'passed'] as const
export type RowKind = (typeof rowKinds)[number]

/**
 * How many rows of each kind; `missing`: how many a full sync would archive, of so many who are `active`; `kept_admins`: how
 * many it leaves alone since the school would be without an administrator.
 */
export type ImportCounts = Partial<
  Record<RowKind | 'missing' | 'active' | 'kept_admins' | 'guardians' | 'archived', number>
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
  | 'died'
  | 'forbidden'
  | 'busy'
  | 'confirm'
  | 'keys_missing'
  | 'cleared'

export type PreviewRow = {
  line: number
  kind: RowKind
  cells: string[]
  /** Positions of cells that were put right in the preview. */
  fixed: number[]
  person_id: number | null
  issues: RowIssue[]
  changes: CellChange[]
  /** Guardians written beside the student. */
  guardians: { relation: number; name: string; phone: string; kind: 'new' | 'changed' | 'unchanged' | 'wrong' }[]
  /** Whom it is likely a duplicate of, or which row of the file. */
  like: { person_id: number; usin: string; name: string } | { line: number } | null
  wanted: boolean
}
