import { type Db, transaction } from '@/infra/db'
import { leavesNoAdmin } from '../accounts/administrators'
import { touchesMembers } from '../accounts/members'
import type { Actor } from '../actor'
import { unconfirmed } from '../confirmation'
import { changedMeanwhile, forbidden, type Issue, invalid, ok, type Result, refused } from '../errors'
import { writeField } from '../fields/held'
import { forgetFields, loadFields } from '../fields/queries'
import { checkValue, hasOptions } from '../fields/rules'
import { type Field, fieldPatch } from '../fields/schema'
import { addChanges, openChangeSet } from '../history/record'
import { issuesOf } from '../issues'
import { touched } from '../people/write'
import { holdsClass, mayRollOver } from './queries'
import {
  type RolledOver,
  type RolloverInput,
  type RolloverPlan,
  type RolloverRun,
  rolloverInput,
  rolloverRun,
} from './schema'
import { fingerprintOf, groupStaged, isWritten, listExceptions, stageStudents } from './stage'
import { findDone, openYears, titleOf } from './year'

type Prepared = { field: Field | undefined; options: string[]; issues: Issue[] }

/** Finds the class field and the options that it lacks, and checks the new names against it. */
async function prepare(db: Db, actor: Actor, input: RolloverInput, now: Date): Promise<Prepared> {
  const issues: Issue[] = []
  if (!openYears(now).includes(input.year)) issues.push({ field: 'year', reason: 'invalid', value: String(input.year) })
  if (input.field === undefined) return { field: undefined, options: [], issues }
  const { fields } = await loadFields(db, actor.schoolId)
  const field = fields.find((each) => each.name === input.field && holdsClass(each))
  if (!field)
    return { field, options: [], issues: [...issues, { field: 'field', reason: 'absent', value: input.field }] }
  const given = [...input.renames.map(({ to }) => to), ...input.repeaters.flatMap((each) => each.class || [])]
  const isChoice = hasOptions(field.type)
  const options = isChoice ? [...new Set(given)].filter((name) => !field.options.includes(name)) : []
  const after = { ...field, options: [...field.options, ...options] }
  const parsed = fieldPatch.safeParse({ options: after.options })
  if (isChoice && !parsed.success) issues.push(...issuesOf(parsed.error, after))
  for (const name of new Set(given)) {
    const checked = checkValue(after, name)
    if (typeof checked !== 'string') issues.push({ ...checked, field: 'renames' })
  }
  return { field, options, issues }
}

async function staged(db: Db, actor: Actor, input: RolloverInput, now: Date): Promise<Prepared> {
  const prepared = await prepare(db, actor, input, now)
  if (prepared.issues.length > 0) return prepared
  return { ...prepared, issues: await stageStudents(db, actor, input, prepared.field) }
}

/** What a rollover would do, by cohort and class, and who is an exception. */
export function previewRollover(
  db: Db,
  actor: Actor,
  given: RolloverInput,
  now = new Date(),
): Promise<Result<RolloverPlan>> {
  if (!mayRollOver(actor)) return Promise.resolve(forbidden)
  return transaction(db, async (tx) => {
    const input = rolloverInput.parse(given)
    const { field, options, issues } = await staged(tx, actor, input, now)
    if (issues.length > 0) return invalid(...issues)
    const groups = await groupStaged(tx)
    const written = groups
      .filter(({ fate, before, after }) => fate !== 'move' || before !== after)
      .reduce((sum, { count }) => sum + count, 0)
    const listed = await listExceptions(tx, input.year, field)
    return ok({ groups, written, ...listed, options, fingerprint: await fingerprintOf(tx, field) })
  })
}

/**
 * Closes a school year as its preview said, as one change set that can be undone. `changed_meanwhile` when the preview
 * would say something else by now, `refused: rolled_over` when the year was closed already; nothing is written then.
 */
export async function rollOver(
  db: Db,
  actor: Actor,
  given: RolloverRun,
  now = new Date(),
): Promise<Result<RolledOver>> {
  if (!mayRollOver(actor)) return forbidden
  const { fingerprint, ...input } = rolloverRun.parse(given)
  try {
    return await transaction(db, async (tx) => {
      // Whoever else writes people, fields, or rolls over, waits for the end of this; a job can be asked for meanwhile.
      await tx.sql('SELECT id FROM school WHERE id = $1 FOR NO KEY UPDATE', [actor.schoolId])
      if (await findDone(tx, actor, input.year)) return refused('rolled_over')
      const { field, options, issues } = await staged(tx, actor, input, now)
      const isGone = issues.some(({ reason }) => reason === 'absent')
      if (issues.length > 0 && !isGone) return invalid(...issues)
      if (isGone || (await fingerprintOf(tx, field)) !== fingerprint) return changedMeanwhile
      const [some] = await tx.sql(`SELECT 1 AS one FROM rollover_person r WHERE ${isWritten} LIMIT 1`)
      if (!some) return refused('nothing_to_roll_over')

      const set = await openChangeSet(tx, actor, { kind: 'rollover', title: titleOf(input.year) })
      if (field && options.length > 0) await addOptions(tx, actor, set, field, options)
      if (!(await writeStudents(tx, actor, set, field))) return changedMeanwhile
      if (await touchesMembers(tx, actor, set)) return unconfirmed
      if (await leavesNoAdmin(tx.sql, actor.schoolId, { changeSet: set })) return refused('last_admin')
      return ok({ change_set: set, ...(await countFates(tx)) })
    })
  } finally {
    forgetFields(actor.schoolId)
  }
}

async function addOptions(db: Db, actor: Actor, set: string, field: Field, options: readonly string[]): Promise<void> {
  await db.sql('UPDATE school SET fields_version = fields_version + 1 WHERE id = $1', [actor.schoolId])
  const after = await writeField(db, field, { ...field, options: [...field.options, ...options] })
  await addChanges(db, actor, set, [
    {
      noun: 'field',
      nounId: field.id,
      action: 'update',
      before: { options: field.options },
      after: { options: after.options },
    },
  ])
}

const graduatesLater = 'least(r.graduates_in + 1, 2200)'

/** Writes everybody staged with their history; false when somebody changed one of them since they were looked at. */
async function writeStudents(db: Db, actor: Actor, set: string, field: Field | undefined): Promise<boolean> {
  const key = field ? String(field.id) : ''
  const side = (status: string, year: string, name: string) =>
    `CASE WHEN r.fate IN ('graduate', 'leave') THEN jsonb_build_object('status', ${status}) ELSE
       CASE r.fate WHEN 'repeat' THEN jsonb_build_object('graduates_in', ${year}) ELSE '{}' END
       || CASE WHEN r.class_before <> r.class_after THEN jsonb_build_object('ext', jsonb_build_object($3::text, ${name})) ELSE '{}' END END`
  const [row] = await db.sql<{ wanted: number; written: number }>(
    `WITH c AS (INSERT INTO change (change_set_id, school_id, noun, noun_id, action, before, after)
       SELECT $1::bigint, $2, 'person', r.id, 'update', ${side('r.status', 'r.graduates_in', 'r.class_before')}, ${side('2', graduatesLater, 'r.class_after')}
       FROM rollover_person r WHERE ${isWritten} ORDER BY r.id RETURNING 1),
     u AS (UPDATE person p SET
         status = CASE WHEN r.fate IN ('graduate', 'leave') THEN 2 ELSE p.status END,
         graduates_in = CASE r.fate WHEN 'repeat' THEN ${graduatesLater} ELSE p.graduates_in END,
         ext = CASE WHEN r.class_before <> r.class_after THEN p.ext || jsonb_build_object($3::text, r.class_after) ELSE p.ext END,
         ${touched('p')}
       FROM rollover_person r WHERE p.id = r.id AND p.version = r.version AND p.deleted_at IS NULL AND ${isWritten} RETURNING 1)
     SELECT (SELECT count(*)::int FROM c) AS wanted, (SELECT count(*)::int FROM u) AS written`,
    [set, actor.schoolId, key],
  )
  return row !== undefined && row.wanted === row.written
}

async function countFates(db: Db): Promise<Omit<RolledOver, 'change_set'>> {
  const [row] = await db.sql<Omit<RolledOver, 'change_set'>>(
    `SELECT count(*) FILTER (WHERE fate = 'graduate')::int AS graduate, count(*) FILTER (WHERE fate = 'leave')::int AS leave,
       count(*) FILTER (WHERE fate = 'repeat')::int AS repeat, count(*) FILTER (WHERE fate = 'move')::int AS move FROM rollover_person`,
  )
  return row ?? { graduate: 0, leave: 0, repeat: 0, move: 0 }
}
