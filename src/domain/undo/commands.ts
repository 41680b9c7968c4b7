import { type Db, transaction } from '@/infra/db'
import { brokenUnique } from '@/infra/sql-error'
import { leavesNoAdmin } from '../accounts/administrators'
import { touchesMembers } from '../accounts/members'
import type { Actor } from '../actor'
import { unconfirmed } from '../confirmation'
import { busy, type Failure, forbidden, notFound, ok, type Result, refused } from '../errors'
import { forgetFields, loadFields } from '../fields/queries'
import { addChanges, openChangeSet } from '../history/record'
import type { ChangeKind, ChangeNoun } from '../history/schema'
import { can } from '../policy'
import { applyPeople } from './apply-people'
import { markGrown, markTaken, markUnfit } from './conflicts'
import { type FieldsUndone, undoFields } from './fields'
import { keepsSet, keepsStaged } from './kept'
import { listConflicts, tallyPeople } from './report'
import {
  type Conflict,
  mostConflicts,
  type Tally,
  type UndoInput,
  type Undone,
  type UndoPreview,
  undoInput,
} from './schema'
import { undoSchool } from './school'
import { holdPeople, stagePeople } from './stage'

/** The longest an undo may take, in milliseconds: that of an import of 100,000 rows on a slow machine. */
const longest = 600_000
/** How often it is tried again when somebody changes one of the people meanwhile. */
const tries = 3

const needed = { person: 'people:write', field: 'fields:write', school: 'accounts:manage' } as const

type Found = { kind: ChangeKind; counts: { noun: ChangeNoun; count: number }[]; passwords: number }
/** A preview is the undo itself, taken back: it cannot say other than what would happen. */
type Attempt = { ok: true; value: Undone } | { ok: false; failure: Failure } | { ok: false; previewed: UndoPreview }

/** The set, where the actor may know of it: what a grade administrator does not keep is not there for them. */
async function findSet(db: Db, actor: Actor, set: string): Promise<Found | undefined> {
  const [row] = await db.sql<{ kind: ChangeKind; counts: string; passwords: number }>(
    `SELECT cs.kind, coalesce((SELECT json_agg(n) FROM (SELECT noun, sum(count)::int AS count FROM change_count WHERE change_set_id = cs.id GROUP BY noun) n), '[]')::text AS counts,
       (SELECT count(*)::int FROM change WHERE change_set_id = cs.id AND noun = 'person' AND after ? 'password_changed') AS passwords
     FROM change_set cs WHERE cs.id = $1::bigint AND cs.school_id = $2 AND ${keepsSet(actor)}`,
    [set, actor.schoolId],
  )
  return row && { kind: row.kind, counts: JSON.parse(row.counts), passwords: row.passwords }
}

/**
 * Whether the actor may write what the set touched. What is neither people, fields nor the school, and a set without
 * records, is for whoever reads the history.
 */
const mayUndo = (actor: Actor, { counts }: Found): boolean =>
  counts.length === 0
    ? can(actor, 'history:read')
    : counts.every(({ noun }) =>
        can(actor, noun === 'person' || noun === 'field' || noun === 'school' ? needed[noun] : 'history:read'),
      )

/** Whether the actor may undo anything at all: asked before anything is read. */
const mayUndoSome = (actor: Actor): boolean => Object.values(needed).some((scope) => can(actor, scope))

const tally = ({ changes }: FieldsUndone): Tally => {
  const count = (action: string) => changes.filter((change) => change.action === action).length
  return { delete: count('delete'), restore: count('restore'), change: count('update') }
}
const sum = ({ delete: deleted, restore, change }: Tally) => deleted + restore + change

/** Told what is being done next, and how many of how many records are; throws where the work is to end. */
export type Step = (phase: 'checking' | 'writing', done?: number, total?: number) => void

async function attempt(
  db: Db,
  actor: Actor,
  input: UndoInput,
  { isPreview, step }: { isPreview: boolean; step?: Step | undefined },
): Promise<Attempt> {
  const { change_set: set, including } = undoInput.parse(input)
  const found = await findSet(db, actor, set)
  if (!found || !mayUndo(actor, found)) return notFound
  if (found.kind === 'erasure') return refused('erased_for_good')
  const hasFields = found.counts.some(({ noun }) => noun === 'field')
  // Writers of people hold the school shared, writers of fields alone: what is checked stays true until the end.
  await db.sql(`SELECT id FROM school WHERE id = $1 FOR ${hasFields ? 'NO KEY UPDATE' : 'SHARE'}`, [actor.schoolId])
  const hasPeople = found.counts.some(({ noun }) => noun === 'person')
  // Without fields a preview moves nobody, and holds up nobody.
  if (hasPeople && (hasFields || !isPreview)) await holdPeople(db, actor.schoolId, set)
  step?.('checking')
  const { fields } = await loadFields(db, actor.schoolId)
  const staged = await stagePeople(db, set, including)
  if (!(await keepsStaged(db, actor))) return notFound
  await markGrown(db, set)
  await markUnfit(db, staged, fields)
  await markTaken(db, fields)
  const { people, left, conflicts, choosable } = await tallyPeople(db)
  const listed = isPreview ? await listConflicts(db) : []

  const total = sum(people)
  // History is half of the work.
  const written = () => step?.('writing', Math.ceil(total / 2), total)
  if (!isPreview) step?.('writing', 0, total)
  const mine = await openChangeSet(db, actor, { kind: 'undo', undoOf: set })
  // Fields are looked at as they stand when the people are back; without fields a preview moves nobody.
  if (total > 0 && (hasFields || !isPreview) && !(await applyPeople(db, actor.schoolId, mine, staged, written)))
    return busy
  const ofFields = hasFields ? await undoFields(db, actor, set, including) : { changes: [], conflicts: [] }
  const ofSchool = await undoSchool(db, actor, set)
  const changes = [...ofFields.changes, ...ofSchool]
  if (hasFields) await db.sql('UPDATE school SET fields_version = fields_version + 1 WHERE id = $1', [actor.schoolId])
  if (changes.length > 0) await addChanges(db, actor, mine, changes)

  // A preview without fields has moved nobody yet, and is asked again by the act.
  if (await leavesNoAdmin(db.sql, actor.schoolId, { changeSet: mine })) return refused('last_admin')
  const undone = { people, fields: tally(ofFields), school: ofSchool.length }
  if (isPreview)
    return {
      ok: false,
      previewed: { ...undone, ...together(listed, { conflicts, choosable }, ofFields), fixed: fixedOf(found) },
    }
  if (total + changes.length === 0) return refused('nothing_to_undo')
  if (await touchesMembers(db, actor, mine)) return unconfirmed
  const leftFields = ofFields.conflicts.filter(({ chosen }) => !chosen).length
  return { ok: true, value: { change_set: mine, ...undone, left: left + leftFields } }
}

/** Conflicts of people and of fields as one list. */
function together(
  people: Conflict[],
  counts: { conflicts: number; choosable: number },
  { conflicts }: FieldsUndone,
): Pick<UndoPreview, 'conflicts' | 'conflictCount' | 'choosableCount'> {
  const fields = conflicts.map(({ chosen: _, ...conflict }) => conflict)
  return {
    conflicts: [...fields, ...people].slice(0, mostConflicts),
    conflictCount: fields.length + counts.conflicts,
    choosableCount: fields.filter(({ choosable }) => choosable).length + counts.choosable,
  }
}

function fixedOf({ counts, passwords }: Found): UndoPreview['fixed'] {
  const fixed: UndoPreview['fixed'] = counts.flatMap(({ noun, count }) =>
    noun === 'person' || noun === 'field' || noun === 'school' ? [] : [{ noun, count }],
  )
  return passwords > 0 ? [...fixed, { noun: 'password', count: passwords }] : fixed
}

async function run(db: Db, actor: Actor, input: UndoInput, how: Parameters<typeof attempt>[3]): Promise<Attempt> {
  if (!mayUndoSome(actor)) return forbidden
  for (let n = 1; ; n++) {
    try {
      const result = await transaction(db, (tx) => attempt(tx, actor, input, how), longest)
      const isBusy = 'failure' in result && result.failure.kind === 'busy'
      if (!isBusy || n === tries) return result
    } catch (error) {
      // Somebody took a number between the look and the write: the next look finds it.
      if (!brokenUnique(error)) throw error
      if (n === tries) return busy
    } finally {
      forgetFields(actor.schoolId)
    }
  }
}

/**
 * How many records an undo is about at most, for whoever may ask for it: failures are those of `undo`, as far as they can be
 * told without looking at the records.
 */
export async function countUndone(db: Db, actor: Actor, { change_set }: UndoInput): Promise<Result<number>> {
  if (!mayUndoSome(actor)) return forbidden
  const found = await findSet(db, actor, change_set)
  if (!found || !mayUndo(actor, found)) return notFound
  if (found.kind === 'erasure') return refused('erased_for_good')
  return ok(found.counts.reduce((sum, { count }) => sum + count, 0))
}

/**
 * What the undo of a change set would do: how many records would go back, and which would not because somebody changed
 * them since, or took their number. `forbidden` for whoever writes nothing; a set that the actor may not undo as a whole is
 * `not_found`, as one that is not there.
 */
export async function previewUndo(db: Db, actor: Actor, input: UndoInput): Promise<Result<UndoPreview>> {
  const result = await run(db, actor, input, { isPreview: true })
  if ('previewed' in result) return ok(result.previewed)
  return result.ok ? notFound : result
}

/**
 * Undoes a change set, of whatever size, in one transaction; records in conflict are left alone unless `including` names
 * them. The undo is a change set itself and can be undone. `refused: nothing_to_undo` when nothing would move,
 * `erased_for_good` where the change set is an erasure.
 */
export async function undo(db: Db, actor: Actor, input: UndoInput, step?: Step): Promise<Result<Undone>> {
  const result = await run(db, actor, input, { isPreview: false, step })
  return 'previewed' in result ? notFound : result
}
