import { type Db, transaction } from '@/infra/db'
import { brokenUnique } from '@/infra/sql-error'
import type { Actor } from '../actor'
import {
  changedMeanwhile,
  forbidden,
  type IsKnown,
  type Issue,
  invalid,
  notFound,
  ok,
  type Result,
  refused,
} from '../errors'
import { record } from '../history/record'
import { issuesOf } from '../issues'
import { can } from '../policy'
import { checkHeld, checkName, findField, hideField, readField, showField, writeField } from './held'
import { daysToRestore, forgetFields } from './queries'
import { checkOptions, hasOptions } from './rules'
import { type Field, type FieldCreate, type FieldRole, fieldCreate, fieldPatch, fieldTypes } from './schema'

/**
 * Runs the work with the school's definitions held: writers of people, who hold the school row shared, wait for it and
 * then see the new version, so that no person is ever written by a definition that is no longer true.
 */
async function changing<T>(db: Db, actor: Actor, work: (db: Db) => Promise<Result<T>>): Promise<Result<T>> {
  if (!can(actor, 'fields:write')) return forbidden
  try {
    return await transaction(db, async (tx) => {
      await tx.sql('UPDATE school SET fields_version = fields_version + 1 WHERE id = $1', [actor.schoolId])
      return work(tx)
    })
  } catch (error) {
    if (brokenUnique(error) === 'field_name_key') return invalid({ field: 'name', reason: 'taken' })
    throw error
  } finally {
    forgetFields(actor.schoolId)
  }
}

/** Makes a field; it comes last unless a position is given. */
export function createField(db: Db, actor: Actor, input: unknown): Promise<Result<Field>> {
  return changing(db, actor, async (tx) => {
    const parsed = fieldCreate.safeParse(input)
    const issues = parsed.success ? [] : issuesOf(parsed.error, input)
    const name = parsed.data?.name ?? nameOf(input)
    if (name !== undefined && !issues.some(({ field }) => field === 'name'))
      issues.push(...(await checkName(tx, actor, name)))
    const { type = fieldTypes.text, options = [], ...rest }: Partial<FieldCreate> = parsed.data ?? {}
    issues.push(...(parsed.success ? checkOptions(type, options) : []))
    if (!parsed.success || issues.length > 0) return invalid(...issues)
    const [last] = await tx.sql<{ position: number }>(
      'SELECT coalesce(max(position) + 1, 0)::int AS position FROM field WHERE school_id = $1 AND role = $2 AND deleted_at IS NULL',
      [actor.schoolId, parsed.data.role],
    )
    const { id } = await tx.prisma.field.create({
      data: {
        position: last?.position ?? 0,
        ...rest,
        name: parsed.data.name,
        label: parsed.data.label,
        role: parsed.data.role,
        type,
        options: hasOptions(type) ? options : [],
        schoolId: actor.schoolId,
      },
    })
    const made = await readField(tx, id)
    await record(tx, actor, [{ noun: 'field', nounId: id, action: 'create', after: made }])
    return ok(made)
  })
}

const nameOf = (input: unknown): string | undefined => {
  const name = typeof input === 'object' && input !== null && 'name' in input ? input.name : undefined
  return typeof name === 'string' ? name : undefined
}

/**
 * Changes a field. Values move along with a new name, since people hold them by the field's id; a new type or list of
 * options must suit every value in use.
 */
export function updateField(
  db: Db,
  actor: Actor,
  input: { name: string; patch: unknown },
  isKnown?: IsKnown<Field>,
): Promise<Result<Field>> {
  return changing(db, actor, async (tx) => {
    const before = await findField(tx, actor, input.name)
    if (!before) return notFound
    if (isKnown?.(before) === false) return changedMeanwhile
    const parsed = fieldPatch.safeParse(input.patch)
    if (!parsed.success) return invalid(...issuesOf(parsed.error, input.patch))
    const after = { ...before, ...parsed.data }
    if (!hasOptions(after.type)) after.options = []
    const issues = [
      ...(after.role === before.role ? [] : [{ field: 'role', reason: 'fixed' } satisfies Issue]),
      ...(after.name.toLowerCase() === before.name.toLowerCase() ? [] : await checkName(tx, actor, after.name)),
      ...checkOptions(after.type, after.options),
    ]
    if (issues.length === 0) issues.push(...(await checkHeld(tx, actor, before, after)))
    if (issues.length > 0) return invalid(...issues)
    const now = await writeField(tx, before, after)
    await record(tx, actor, [{ noun: 'field', nounId: before.id, action: 'update', before, after: now }])
    return ok(now)
  })
}

/** Hides a field and its values at once; both can be brought back for `daysToRestore` days. */
export function removeField(
  db: Db,
  actor: Actor,
  input: { name: string },
  isKnown?: IsKnown<Field>,
): Promise<Result<Field>> {
  return changing(db, actor, async (tx) => {
    const field = await findField(tx, actor, input.name)
    if (!field) return notFound
    if (isKnown?.(field) === false) return changedMeanwhile
    await hideField(tx, field.id)
    await record(tx, actor, [{ noun: 'field', nounId: field.id, action: 'delete', before: field }])
    return ok(field)
  })
}

/** Brings back a deleted field with its values, while there is time and its name is free. */
export function restoreField(db: Db, actor: Actor, input: { id: number }): Promise<Result<Field>> {
  return changing(db, actor, async (tx) => {
    const row = await tx.prisma.field.findFirst({
      where: { id: input.id, schoolId: actor.schoolId, deletedAt: { not: null } },
    })
    if (!row?.deletedAt) return notFound
    if (Date.now() - row.deletedAt.getTime() > daysToRestore * 86_400_000) return refused('too_late')
    const taken = await checkName(tx, actor, row.name)
    if (taken.length > 0) return invalid(...taken)
    const field = await showField(tx, row)
    await record(tx, actor, [{ noun: 'field', nounId: row.id, action: 'restore', after: field }])
    return ok(field)
  })
}

/** Puts the fields of a role in the order of the names; those not named follow in the order they had. */
export function reorderFields(
  db: Db,
  actor: Actor,
  input: { role: FieldRole; names: readonly string[] },
): Promise<Result<null>> {
  return changing(db, actor, async (tx) => {
    const rows = await tx.sql<{ id: number; name: string; position: number }>(
      'SELECT id, name, position FROM field WHERE school_id = $1 AND role = $2 AND deleted_at IS NULL ORDER BY position, id',
      [actor.schoolId, input.role],
    )
    const unknown = input.names.find((name) => !rows.some((row) => row.name === name))
    if (unknown !== undefined) return invalid({ field: 'names', reason: 'unknown_key', value: unknown })
    const place = (name: string) => (input.names.includes(name) ? input.names.indexOf(name) : rows.length)
    const sorted = [...rows].sort((one, other) => place(one.name) - place(other.name))
    const moved = sorted.flatMap((row, position) => (row.position === position ? [] : [{ ...row, to: position }]))
    for (const { id, to } of moved) await tx.prisma.field.update({ where: { id }, data: { position: to } })
    if (moved.length === 0) return ok(null)
    await record(
      tx,
      actor,
      moved.map(({ id, position, to }) => ({
        noun: 'field',
        nounId: id,
        action: 'update',
        before: { position },
        after: { position: to },
      })),
    )
    return ok(null)
  })
}
