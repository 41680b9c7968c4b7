import { z } from 'zod'
import { type Db, transaction } from '@/infra/db'
import type { Actor } from '../actor'
import type { Result } from '../errors'
import { recordId } from '../ids'
import { bigActs } from '../jobs/jobs'
import { removePeople, setStatus } from '../people/remove'
import type { PersonStatus } from '../people/schema'
import { rollOver } from '../rollover/commands'
import { type RolloverRun, rolloverRun } from '../rollover/schema'
import { previewUndo, type Step, undo } from '../undo/commands'
import { type UndoInput, undoInput } from '../undo/schema'
import type { ActKind, ActValue } from './schema'

/** What each act is asked with. */
export type ActInput = {
  undo: UndoInput
  'undo-preview': UndoInput
  rollover: RolloverRun
  removal: { ids: readonly number[] }
  status: { ids: readonly number[]; status: PersonStatus }
}

const removal = z.object({ ids: z.array(recordId) })

/** Reads the input of each act as a job keeps it. @throws ZodError */
export const inputs: { [K in ActKind]: (kept: unknown) => ActInput[K] } = {
  undo: (kept) => undoInput.parse(kept),
  'undo-preview': (kept) => undoInput.parse(kept),
  rollover: (kept) => rolloverRun.parse(kept),
  removal: (kept) => removal.parse(kept),
  status: (kept) => removal.extend({ status: z.literal([1, 2, 4]) }).parse(kept),
}

/** Each act, in the transaction of the caller. */
export const performs: {
  [K in ActKind]: (tx: Db, actor: Actor, input: ActInput[K], step?: Step) => Promise<Result<ActValue[K]>>
} = {
  undo: (tx, actor, input, step) => undo(tx, actor, input, step),
  'undo-preview': (tx, actor, input) => previewUndo(tx, actor, input),
  rollover: (tx, actor, input) => rollOver(tx, actor, input),
  removal: (tx, actor, input) => removePeople(tx, actor, input),
  status: (tx, actor, input) => setStatus(tx, actor, input),
}

/** The longest an act may take, in milliseconds: that of an import of 100,000 rows on a slow machine. */
export const longest = 600_000

/** Runs the work in a transaction in which no lock is waited for longer than so many milliseconds. */
export const withPatience = <T extends { ok: boolean }>(
  db: Db,
  patience: number,
  work: (tx: Db) => Promise<T>,
): Promise<T> =>
  transaction(
    db,
    async (tx) => {
      await tx.sql(`SELECT set_config('lock_timeout', $1, true)`, [`${patience}ms`])
      return work(tx)
    },
    longest,
  )

/** Whether a big act of the school is under way or waits. */
export async function isPlaceTaken(db: Db, schoolId: number): Promise<boolean> {
  const rows = await db.sql(
    `SELECT 1 AS taken FROM job WHERE school_id = $1 AND kind = ANY($2::text[]) AND state IN ('waiting', 'running') LIMIT 1`,
    [schoolId, bigActs],
  )
  return rows.length > 0
}

/** The advisory lock of a school's big acts, by which one that outlived its lease keeps out the next. */
const schoolsLock = 7_262_046

/** Takes the school's place for the transaction; false when another act is in it. */
export async function takePlace(tx: Db, schoolId: number): Promise<boolean> {
  const [row] = await tx.sql<{ taken: boolean }>('SELECT pg_try_advisory_xact_lock($1, $2) AS taken', [
    schoolsLock,
    schoolId,
  ])
  return row?.taken === true
}
