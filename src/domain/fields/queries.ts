import type { Db } from '@/infra/db'
import type { Actor } from '../actor'
import { forbidden, notFound, ok, type Result } from '../errors'
import { can } from '../policy'
import { hasOptions, separator } from './rules'
import { type Field, type FieldRole, fieldTypes } from './schema'

/** A school's fields in display order, and the state they were read at. */
export type FieldSet = { version: number; fields: readonly Field[] }

const stamp = (column: string) => `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`

/** A field of the table `f` as JSON in the shape of `Field`. */
export const fieldJson = `json_build_object('id', f.id, 'name', f.name, 'label', f.label, 'role', f.role, 'type', f.type,
  'options', f.options, 'required', f.required, 'unique', f."unique", 'position', f.position,
  'created_at', ${stamp('f.created_at')}, 'updated_at', ${stamp('f.updated_at')})`

const cache = new Map<number, FieldSet>()
const mostSchools = 500

/** Reads the fields afresh and remembers them for the version they had. */
export async function loadFields(db: Pick<Db, 'sql'>, schoolId: number): Promise<FieldSet> {
  const [row] = await db.sql<{ version: number; fields: string }>(
    `SELECT s.fields_version AS version, coalesce((SELECT json_agg(${fieldJson} ORDER BY f.role, f.position, f.id)
       FROM field f WHERE f.school_id = s.id AND f.deleted_at IS NULL), '[]')::text AS fields
     FROM school s WHERE s.id = $1`,
    [schoolId],
  )
  const set: FieldSet = row ? { version: row.version, fields: JSON.parse(row.fields) } : { version: 0, fields: [] }
  if (cache.size >= mostSchools) cache.clear()
  if ((cache.get(schoolId)?.version ?? 0) <= set.version) cache.set(schoolId, set)
  return set
}

/** Drops what is remembered, for the process that has just changed a definition. */
export const forgetFields = (schoolId: number): boolean => cache.delete(schoolId)

/** The fields of the actor's school as they were when the actor was checked; most often without asking the database. */
export async function fieldsOf(db: Db, actor: Actor): Promise<FieldSet> {
  const known = cache.get(actor.schoolId)
  return known && known.version >= actor.fieldsVersion ? known : loadFields(db, actor.schoolId)
}

/** The fields of one role, or of both, in display order. */
export async function listFields(db: Db, actor: Actor, input: { role?: FieldRole }): Promise<Result<Field[]>> {
  if (!can(actor, 'fields:read')) return forbidden
  const { fields } = await fieldsOf(db, actor)
  return ok(fields.filter((field) => input.role === undefined || field.role === input.role))
}

/** One field by its name, whatever the case. */
export async function readField(db: Db, actor: Actor, input: { name: string }): Promise<Result<Field>> {
  if (!can(actor, 'fields:read')) return forbidden
  const { fields } = await fieldsOf(db, actor)
  const field = fields.find(({ name }) => name.toLowerCase() === input.name.toLowerCase())
  return field ? ok(field) : notFound
}

export type HeldField = Field & { holders: number }

const holders = `(SELECT count(*)::int FROM person p WHERE p.school_id = f.school_id AND p.role = f.role
  AND p.deleted_at IS NULL AND coalesce(p.ext ->> f.id::text, '') <> '')`

/** The fields with how many people hold a value of each. */
export async function listHeldFields(db: Db, actor: Actor, input: { role?: FieldRole }): Promise<Result<HeldField[]>> {
  if (!can(actor, 'fields:read')) return forbidden
  const rows = await db.sql<{ field: string; holders: number }>(
    `SELECT ${fieldJson}::text AS field, ${holders} AS holders FROM field f
     WHERE f.school_id = $1 AND f.deleted_at IS NULL AND ($2::int IS NULL OR f.role = $2) ORDER BY f.role, f.position, f.id`,
    [actor.schoolId, input.role ?? null],
  )
  return ok(rows.map((row) => ({ ...JSON.parse(row.field), holders: row.holders })))
}

/** For how many days a deleted field can be brought back with its values. */
export const daysToRestore = 30

export type DeletedField = HeldField & { deleted_at: string }

/** The fields that can still be brought back, the last deleted first. */
export async function listDeletedFields(db: Db, actor: Actor): Promise<Result<DeletedField[]>> {
  if (!can(actor, 'fields:write')) return forbidden
  const rows = await db.sql<{ field: string; holders: number; deleted_at: string }>(
    `SELECT ${fieldJson}::text AS field, ${holders} AS holders, ${stamp('f.deleted_at')} AS deleted_at FROM field f
     WHERE f.school_id = $1 AND f.deleted_at > now() - make_interval(days => $2) ORDER BY f.deleted_at DESC, f.id DESC`,
    [actor.schoolId, daysToRestore],
  )
  return ok(rows.map((row) => ({ ...JSON.parse(row.field), holders: row.holders, deleted_at: row.deleted_at })))
}

/** How many people hold each value of a field; of several choices, each option. */
export async function countValues(
  db: Db,
  field: Pick<Field, 'id' | 'type'>,
  schoolId: number,
): Promise<Map<string, number>> {
  const rows = await db.sql<{ value: string; count: number }>(
    `SELECT ext ->> $2 AS value, count(*)::int AS count FROM person
     WHERE school_id = $1 AND deleted_at IS NULL AND coalesce(ext ->> $2, '') <> '' GROUP BY 1`,
    [schoolId, String(field.id)],
  )
  const counts = new Map<string, number>()
  for (const { value, count } of rows) {
    for (const each of field.type === fieldTypes.choices ? value.split(separator) : [value]) {
      counts.set(each, (counts.get(each) ?? 0) + count)
    }
  }
  return counts
}

/** By option, how many people hold it; options that nobody holds are absent. */
export async function optionHolders(
  db: Db,
  actor: Actor,
  input: { name: string },
): Promise<Result<Record<string, number>>> {
  if (!can(actor, 'fields:read')) return forbidden
  const { fields } = await fieldsOf(db, actor)
  const field = fields.find((each) => each.name === input.name)
  if (!field || !hasOptions(field.type)) return ok({})
  return ok(Object.fromEntries(await countValues(db, field, actor.schoolId)))
}
