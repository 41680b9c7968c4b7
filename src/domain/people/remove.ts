import { type Db, transaction } from '@/infra/db'
import { leavesNoAdmin } from '../accounts/administrators'
import { touchesMembers } from '../accounts/members'
import { hasRole } from '../accounts/record'
import type { Actor } from '../actor'
import { unconfirmed } from '../confirmation'
import { changedMeanwhile, forbidden, type IsKnown, missingScope, notFound, ok, type Result, refused } from '../errors'
import { loadFields } from '../fields/queries'
import { openChangeSet } from '../history/record'
import { can } from '../policy'
import { isHeldToPeople } from './account-rules'
import { keptBy } from './grade'
import { isSharedWithOthers } from './links'
import { readRecord } from './queries'
import type { Shape } from './record'
import type { PersonStatus } from './schema'
import { touched } from './write'

export type Removed = { change_set: string; count: number; guardians: number }

/** SQL of what history keeps of whoever is deleted or brought back, `person p`: enough to know them by. */
export const known = `jsonb_build_object('role', p.role, 'usin', p.usin, 'name', p.name, 'outer_id', p.outer_id)`

/** Whether the actor keeps everybody named who is there; who is not there is for the command to pass over. */
async function keepsAll(db: Db, actor: Actor, ids: readonly number[]): Promise<boolean> {
  if (actor.role !== 'grade_admin') return true
  const strangers = await db.sql(
    `SELECT 1 AS stranger FROM person p WHERE p.id = ANY($1::int[]) AND p.school_id = $2 AND p.deleted_at IS NULL AND NOT ${keptBy(actor)} LIMIT 1`,
    [ids, actor.schoolId],
  )
  return strangers.length === 0
}

/** Whether one of them is a guardian of other grades' students too; asked when they are held. */
async function anyShared(tx: Db, actor: Actor, ids: readonly number[]): Promise<boolean> {
  if (actor.role !== 'grade_admin') return false
  const shared = await tx.sql(
    `SELECT 1 AS shared FROM person p WHERE p.id = ANY($1::int[]) AND p.school_id = $2 AND p.deleted_at IS NULL AND ${isSharedWithOthers(actor)} LIMIT 1`,
    [ids, actor.schoolId],
  )
  return shared.length > 0
}

/**
 * Holds people for a writer, in the order in which every writer does: the school, shared, since a rollover holds it alone;
 * then the people by their ids. `guardians`: theirs too.
 */
async function hold(tx: Db, actor: Actor, ids: readonly number[], guardians: boolean): Promise<void> {
  await tx.sql('SELECT id FROM school WHERE id = $1 FOR SHARE', [actor.schoolId])
  const theirs = 'UNION SELECT guardian_id FROM guardianship WHERE student_id = ANY($1::int[])'
  await tx.sql(
    `SELECT 1 AS held FROM person WHERE id IN (SELECT unnest($1::int[]) ${guardians ? theirs : ''}) AND school_id = $2 ORDER BY id FOR UPDATE`,
    [ids, actor.schoolId],
  )
}

/** Whether an account with a role is behind one of the people. */
const anyHasRole = async (tx: Db, ids: readonly number[]): Promise<boolean> =>
  (await tx.sql(`SELECT 1 AS held FROM account a WHERE a.person_id = ANY($1::int[]) AND ${hasRole} LIMIT 1`, [ids]))
    .length > 0

/**
 * Deletes people, keeping their records to be restored; their numbers are free at once. Guardians who have no other child
 * go along. People of another school, or gone already, are passed over; when none is left it is `not_found`.
 * `refused: last_admin` when the school would be left without an administrator: then nobody is deleted.
 */
export async function removePeople(db: Db, actor: Actor, input: { ids: readonly number[] }): Promise<Result<Removed>> {
  if (!can(actor, 'people:write')) return forbidden
  if (!(await keepsAll(db, actor, input.ids))) return forbidden
  return transaction(db, async (tx) => {
    await hold(tx, actor, input.ids, true)
    if (await anyShared(tx, actor, input.ids)) return refused('other_grade')
    const set = await openChangeSet(tx, actor, input.ids.length > 1 ? { kind: 'bulk' } : {})
    const removed = await tx.sql<{ id: number }>(
      `UPDATE person SET deleted_at = now(), deleted_in = $1::bigint, version = version + 1
       WHERE id = ANY($2::int[]) AND school_id = $3 AND deleted_at IS NULL RETURNING id`,
      [set, input.ids, actor.schoolId],
    )
    if (removed.length === 0) return notFound
    const guardians = await tx.sql<{ id: number }>(
      `UPDATE person p SET deleted_at = now(), deleted_in = $1::bigint, version = version + 1
       WHERE p.school_id = $3 AND p.role = 8 AND p.deleted_at IS NULL
         AND p.id IN (SELECT guardian_id FROM guardianship WHERE student_id = ANY($2::int[]))
         AND NOT EXISTS (SELECT FROM guardianship g JOIN person s ON s.id = g.student_id WHERE g.guardian_id = p.id AND s.deleted_at IS NULL)
       RETURNING id`,
      [set, removed.map(({ id }) => id), actor.schoolId],
    )
    const ids = [...removed, ...guardians].map(({ id }) => id)
    if (isHeldToPeople(actor) && (await anyHasRole(tx, ids))) return missingScope('accounts:write')
    await tx.sql('DELETE FROM unique_value WHERE person_id = ANY($1::int[])', [ids])
    await tx.sql(
      `INSERT INTO change (change_set_id, school_id, noun, noun_id, action, before)
       SELECT $1::bigint, $2, 'person', p.id, 'delete', ${known} FROM person p WHERE p.id = ANY($3::int[]) ORDER BY p.id`,
      [set, actor.schoolId, ids],
    )
    if (await touchesMembers(tx, actor, set)) return unconfirmed
    if (await leavesNoAdmin(tx.sql, actor.schoolId, { changeSet: set })) return refused('last_admin')
    return ok({ change_set: set, count: removed.length, guardians: guardians.length })
  })
}

/** Deletes one person, while the record is still what the caller takes it for. */
export function removePerson(
  db: Db,
  actor: Actor,
  id: number,
  shape: Shape,
  isKnown: IsKnown<string>,
): Promise<Result<Removed>> {
  if (!can(actor, 'people:write')) return Promise.resolve(forbidden)
  return transaction(db, async (tx) => {
    // Whoever else changes the person waits for the end of this, or this for the end of that.
    await hold(tx, actor, [id], true)
    const { fields } = await loadFields(tx, actor.schoolId)
    const now = await readRecord(tx, actor, id, fields, shape)
    if (!now.ok) return now
    if (isHeldToPeople(actor) && (await anyHasRole(tx, [id]))) return missingScope('accounts:write')
    return isKnown(now.value) ? removePeople(tx, actor, { ids: [id] }) : changedMeanwhile
  })
}

/**
 * Gives people of the school a status; answers how many had another before, and if any, the change set.
 * `refused: last_admin` when the school would be left without an administrator: then nobody is changed.
 */
export async function setStatus(
  db: Db,
  actor: Actor,
  input: { ids: readonly number[]; status: PersonStatus },
): Promise<Result<{ count: number; change_set?: string }>> {
  if (!can(actor, 'people:write')) return forbidden
  if (!(await keepsAll(db, actor, input.ids))) return forbidden
  return transaction(db, async (tx) => {
    await hold(tx, actor, input.ids, false)
    if (await anyShared(tx, actor, input.ids)) return refused('other_grade')
    const rows = await tx.sql<{ id: number; before: number }>(
      `UPDATE person p SET status = $3, ${touched('p')} FROM person old
       WHERE old.id = p.id AND p.id = ANY($1::int[]) AND p.school_id = $2 AND p.deleted_at IS NULL AND p.status <> $3
       RETURNING p.id, old.status AS before`,
      [input.ids, actor.schoolId, input.status],
    )
    if (rows.length === 0) return ok({ count: 0 })
    const ids = rows.map(({ id }) => id)
    if (isHeldToPeople(actor) && (await anyHasRole(tx, ids))) return missingScope('accounts:write')
    const set = await openChangeSet(tx, actor, rows.length > 1 ? { kind: 'bulk' } : {})
    await tx.sql(
      `INSERT INTO change (change_set_id, school_id, noun, noun_id, action, before, after)
       SELECT $1::bigint, $2, 'person', c.id, 'update', jsonb_build_object('status', c.before), jsonb_build_object('status', $4::int)
       FROM unnest($3::int[], $5::int[]) AS c(id, before)`,
      [set, actor.schoolId, ids, input.status, rows.map(({ before }) => before)],
    )
    if (await touchesMembers(tx, actor, set)) return unconfirmed
    if (await leavesNoAdmin(tx.sql, actor.schoolId, { changeSet: set })) return refused('last_admin')
    return ok({ count: rows.length, change_set: set })
  })
}
