import { type Db, transaction } from '@/infra/db'
import { brokenUnique } from '@/infra/sql-error'
import type { Actor } from '../actor'
import { changedMeanwhile, forbidden, type IsKnown, type Issue, invalid, notFound, ok, type Result } from '../errors'
import { loadFields } from '../fields/queries'
import { openChangeSet } from '../history/record'
import { can } from '../policy'
import { keptBy } from './grade'
import { readRecord } from './queries'
import type { Shape } from './record'
import type { PersonStatus } from './schema'
import { touched } from './write'

export type Removed = { change_set: string; count: number; guardians: number }

/** What history keeps of whoever is deleted or brought back: enough to know them by. */
const known = `jsonb_build_object('role', p.role, 'usin', p.usin, 'name', p.name, 'outer_id', p.outer_id)`

const writeChanges = (db: Db, actor: Actor, set: string, action: 'delete' | 'restore', ids: readonly number[]) =>
  db.sql(
    `INSERT INTO change (change_set_id, school_id, noun, noun_id, action, before, after)
     SELECT $1::bigint, $2, 'person', p.id, $3, CASE $3 WHEN 'delete' THEN ${known} END, CASE $3 WHEN 'restore' THEN ${known} END
     FROM person p WHERE p.id = ANY($4::int[]) AND p.school_id = $2 ORDER BY p.id`,
    [set, actor.schoolId, action, ids],
  )

/** Whether the actor keeps everybody named who is there; who is not there is for the command to pass over. */
async function keepsAll(db: Db, actor: Actor, ids: readonly number[]): Promise<boolean> {
  if (actor.role !== 'grade_admin') return true
  const strangers = await db.sql(
    `SELECT 1 AS stranger FROM person p WHERE p.id = ANY($1::int[]) AND p.school_id = $2 AND p.deleted_at IS NULL AND NOT ${keptBy(actor)} LIMIT 1`,
    [ids, actor.schoolId],
  )
  return strangers.length === 0
}

/**
 * Deletes people, keeping their records to be restored; their numbers are free at once. Guardians who have no other child
 * go along. People of another school, or gone already, are passed over; when none is left it is `not_found`.
 */
export async function removePeople(db: Db, actor: Actor, input: { ids: readonly number[] }): Promise<Result<Removed>> {
  if (!can(actor, 'people:write')) return forbidden
  if (!(await keepsAll(db, actor, input.ids))) return forbidden
  return transaction(db, async (tx) => {
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
    await tx.sql('DELETE FROM unique_value WHERE person_id = ANY($1::int[])', [ids])
    await writeChanges(tx, actor, set, 'delete', ids)
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
  return transaction(db, async (tx) => {
    if (!can(actor, 'people:write')) return forbidden
    // Whoever else changes the person waits for the end of this, or this for the end of that.
    await tx.sql('SELECT 1 AS held FROM person WHERE id = $1 AND school_id = $2 FOR UPDATE', [id, actor.schoolId])
    const { fields } = await loadFields(tx, actor.schoolId)
    const now = await readRecord(tx, actor, id, fields, shape)
    if (!now.ok) return now
    return isKnown(now.value) ? removePeople(tx, actor, { ids: [id] }) : changedMeanwhile
  })
}

/** Numbers of those to be restored that somebody else took meanwhile. */
async function takenMeanwhile(db: Db, actor: Actor, set: string): Promise<Issue[]> {
  const rows = await db.sql<{ field: string; value: string }>(
    `SELECT DISTINCT CASE WHEN o.usin = p.usin THEN 'usin' ELSE 'outer_id' END AS field,
       CASE WHEN o.usin = p.usin THEN p.usin ELSE p.outer_id END AS value
     FROM person p JOIN person o ON o.school_id = p.school_id AND o.deleted_at IS NULL AND (o.usin = p.usin OR o.outer_id = p.outer_id)
     WHERE p.deleted_in = $1::bigint AND p.school_id = $2 AND p.deleted_at IS NOT NULL LIMIT 20`,
    [set, actor.schoolId],
  )
  return rows.map((row) => ({ ...row, reason: 'taken' }))
}

/** Brings back everybody whom one act deleted. A number taken meanwhile is `taken`, and nobody is brought back. */
export async function restorePeople(
  db: Db,
  actor: Actor,
  input: { change_set: string },
): Promise<Result<{ count: number }>> {
  if (!can(actor, 'people:write')) return forbidden
  try {
    return await transaction(db, async (tx) => {
      // Guardians who went along with a child come back with it, whoever brings back the child.
      const deleted = await tx.sql<{ kept: boolean }>(
        `SELECT bool_and(${keptBy(actor)}) AS kept FROM person p
         WHERE p.deleted_in = $1::bigint AND p.school_id = $2 AND p.deleted_at IS NOT NULL
           AND NOT (p.role = 8 AND EXISTS (SELECT FROM guardianship g JOIN person s ON s.id = g.student_id WHERE g.guardian_id = p.id AND s.deleted_in = $1::bigint))`,
        [input.change_set, actor.schoolId],
      )
      if (deleted[0]?.kept === false) return forbidden
      const taken = await takenMeanwhile(tx, actor, input.change_set)
      if (taken.length > 0) return invalid(...taken)
      const people = await tx.sql<{ id: number }>(
        `UPDATE person SET deleted_at = NULL, deleted_in = NULL, ${touched('person')}
         WHERE deleted_in = $1::bigint AND school_id = $2 AND deleted_at IS NOT NULL RETURNING id`,
        [input.change_set, actor.schoolId],
      )
      if (people.length === 0) return notFound
      const ids = people.map(({ id }) => id)
      await tx.sql(
        `INSERT INTO unique_value (field_id, person_id, value)
         SELECT f.id, p.id, p.ext ->> f.id::text FROM person p JOIN field f ON f.school_id = p.school_id AND f.role = p.role
         WHERE p.id = ANY($1::int[]) AND f."unique" AND f.deleted_at IS NULL AND coalesce(p.ext ->> f.id::text, '') <> ''`,
        [ids],
      )
      const set = await openChangeSet(tx, actor, { kind: 'undo', undoOf: input.change_set })
      await writeChanges(tx, actor, set, 'restore', ids)
      return ok({ count: people.length })
    })
  } catch (error) {
    const constraint = brokenUnique(error)
    if (constraint) return invalid({ field: constraint.includes('outer_id') ? 'outer_id' : 'usin', reason: 'taken' })
    throw error
  }
}

/** Gives people of the school a status; answers how many had another before. */
export async function setStatus(
  db: Db,
  actor: Actor,
  input: { ids: readonly number[]; status: PersonStatus },
): Promise<Result<{ count: number }>> {
  if (!can(actor, 'people:write')) return forbidden
  if (!(await keepsAll(db, actor, input.ids))) return forbidden
  return transaction(db, async (tx) => {
    const rows = await tx.sql<{ id: number; before: number }>(
      `UPDATE person p SET status = $3, ${touched('p')} FROM person old
       WHERE old.id = p.id AND p.id = ANY($1::int[]) AND p.school_id = $2 AND p.deleted_at IS NULL AND p.status <> $3
       RETURNING p.id, old.status AS before`,
      [input.ids, actor.schoolId, input.status],
    )
    if (rows.length === 0) return ok({ count: 0 })
    const set = await openChangeSet(tx, actor, rows.length > 1 ? { kind: 'bulk' } : {})
    await tx.sql(
      `INSERT INTO change (change_set_id, school_id, noun, noun_id, action, before, after)
       SELECT $1::bigint, $2, 'person', c.id, 'update', jsonb_build_object('status', c.before), jsonb_build_object('status', $4::int)
       FROM unnest($3::int[], $5::int[]) AS c(id, before)`,
      [set, actor.schoolId, rows.map(({ id }) => id), input.status, rows.map(({ before }) => before)],
    )
    return ok({ count: rows.length })
  })
}
