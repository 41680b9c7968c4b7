import type { Db } from '@/infra/db'
import type { Actor } from '../actor'
import { forbidden, notFound, ok, type Result } from '../errors'
import { listHeldFields, loadFields } from '../fields/queries'
import { type Field, fieldTypes } from '../fields/schema'
import { can } from '../policy'
import type { HeldClass, RolloverStart } from './schema'
import { findDone, openYears } from './year'

/** Whether the actor may close a school year: it writes everybody, and options of a field. */
export const mayRollOver = (actor: Actor): boolean => can(actor, 'people:write') && can(actor, 'fields:write')

/** Whether classes of students can stand in the field. */
export const holdsClass = (field: Field): boolean =>
  field.role === 1 && !field.unique && (field.type === fieldTypes.text || field.type === fieldTypes.choice)

/** SQL of the students who are part of a rollover. */
export const students = `p.school_id = $1 AND p.role = 1 AND p.deleted_at IS NULL AND p.status <> 2`

/** What the school has to make a rollover of, and whether it was done already. */
export async function startRollover(db: Db, actor: Actor, now = new Date()): Promise<Result<RolloverStart>> {
  if (!mayRollOver(actor)) return forbidden
  const [last, next] = openYears(now)
  const cohorts = await db.sql<RolloverStart['cohorts'][number]>(
    `SELECT p.graduates_in, count(*)::int AS count FROM person p WHERE ${students} GROUP BY 1 ORDER BY 1 NULLS LAST`,
    [actor.schoolId],
  )
  const fields = await listHeldFields(db, actor, { role: 1 })
  if (!fields.ok) return fields
  const [lastDone, nextDone] = [await findDone(db, actor, last), await findDone(db, actor, next)]
  // Who should have graduated already says that the last year was not closed; before spring nobody closes the next.
  const isOverdue = cohorts.some(({ graduates_in }) => graduates_in !== null && graduates_in <= last)
  const isEarly = now.getTime() < Date.UTC(next, 1, 1)
  return ok({
    years: [
      { year: last, done: lastDone },
      { year: next, done: nextDone },
    ],
    year: isEarly && (isOverdue || lastDone) ? last : next,
    cohorts,
    fields: fields.value.filter(holdsClass).map(({ name, label, type, holders }) => ({ name, label, type, holders })),
  })
}

/** The values of the class field and who holds them. */
export async function listClasses(db: Db, actor: Actor, input: { field: string }): Promise<Result<HeldClass[]>> {
  if (!mayRollOver(actor)) return forbidden
  const { fields } = await loadFields(db, actor.schoolId)
  const field = fields.find((each) => each.name === input.field && holdsClass(each))
  if (!field) return notFound
  const rows = await db.sql<HeldClass>(
    `SELECT p.ext ->> $2 AS value, p.graduates_in, count(*)::int AS count FROM person p
     WHERE ${students} AND coalesce(p.ext ->> $2, '') <> '' GROUP BY 1, 2 ORDER BY 2 NULLS LAST, 1`,
    [actor.schoolId, String(field.id)],
  )
  return ok(rows)
}
