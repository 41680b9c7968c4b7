import type { Context } from '../context'

export type Unit = '×' | 'ms' | 's' | 'MB' | 'kB'
export type Goal = { atLeast: number } | { atMost: number }

/** One figure of a row, a line of the table. */
export type Measured = {
  what: string
  /** What it is set against, in words; the row's own when absent. */
  limit?: string
  figure: number
  unit: Unit
  /** Absent: the figure is told and not judged. */
  goal?: Goal
  /** What `--small` demands instead of a fourth of the goal; `none`: nothing, where small data say nothing. */
  smoke?: Goal | 'none'
  /** The absolute figures that were compared, in words: they mean something on this machine only. */
  ours?: string
  theirs?: string
}

/** One row of the bench: `bench/rows/<id>.ts` exports it as `row`. */
export type Row = {
  /** The name of its file, by which it is asked for. */
  id: string
  what: string
  limit: string
  /** In words, for whoever reads the table. */
  goal: string
  run(context: Context): Promise<Measured[]>
}

/** Whether the figure is what the run demands; undefined: nothing is demanded. */
export function isReached({ figure, goal, smoke }: Measured, small: boolean): boolean | undefined {
  const wanted = small ? (smoke ?? lenient(goal)) : goal
  if (!wanted || wanted === 'none') return undefined
  return 'atLeast' in wanted ? figure >= wanted.atLeast : figure <= wanted.atMost
}

/** A tenfold regression still fails it, a busy machine does not. */
function lenient(goal: Goal | undefined): Goal | undefined {
  if (!goal) return undefined
  return 'atLeast' in goal ? { atLeast: goal.atLeast / 4 } : { atMost: goal.atMost * 4 }
}
