import type { Failure } from '../errors'
import type { ChangeKind } from '../history/schema'
import type { bigActs, JobProgress } from '../jobs/jobs'
import type { Ended } from '../jobs/work'
import type { RolledOver } from '../rollover/schema'
import type { Undone, UndoPreview } from '../undo/schema'

/** Acts that are asked for here; an import run has commands of its own. */
export const actKinds = ['undo', 'undo-preview', 'rollover', 'removal', 'status'] as const
export type ActKind = (typeof actKinds)[number]

/** The act waits for its turn, or is still under way: `job` is what to ask for. */
export type Queued = { job: string }
export const isQueued = (answer: object): answer is Queued => 'job' in answer

/** What became of an act, by its kind. */
export type ActValue = {
  undo: Undone
  'undo-preview': UndoPreview
  rollover: RolledOver
  removal: { change_set: string; count: number; guardians: number }
  status: { count: number; change_set?: string }
}

/** How an act that came to its end is kept. */
export type Kept<Value extends object = object> = { value?: Value; failure?: Failure; ended?: Ended }

/** An act as others of the school see it. */
export type ShownAct = {
  id: string
  kind: (typeof bigActs)[number]
  state: JobProgress['state']
  phase: string
  done: number
  total: number
  /** What it is about, for whoever reads the history: the name of a file, the year that is closed. */
  title: string
  /** Of an undo: what kind of act it undoes. */
  of: ChangeKind | null
  via: 'page' | 'rest' | 'command-line' | 'set-up' | 'schedule'
  /** Who asked for it; empty where that was no account. */
  by: string
  isOwn: boolean
  /** When it was begun, or asked for while it waits. */
  since: string
}

/** One that ended, for whoever asked for it. */
export type EndedAct = ShownAct & {
  count: number
  change_set: string | null
  failure: Failure | null
  ended: Ended | null
}

export type Acts = {
  /** What is under way, then what waits, in order; the first `mostShown`. */
  open: ShownAct[]
  /** How many wait beyond those. */
  more: number
  /** The caller's own that ended behind their back. */
  ended: EndedAct[]
}

export const mostShown = 20

/** One act of the caller's own. */
export type ActState =
  | { state: 'waiting' | 'running'; phase: string; done: number; total: number; ahead: number }
  | { state: 'done'; value: ActValue[ActKind] }
  | { state: 'failed'; failure: Failure | null; ended: Ended | null }
