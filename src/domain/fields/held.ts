import type { Db } from '@/infra/db'
import type { Actor } from '../actor'
import type { Issue } from '../errors'
import { countValues, fieldJson } from './queries'
import { checkValue, hasOptions, isReserved } from './rules'
import { type Field, namePattern } from './schema'

/** The field of the name, whatever its case, as it is now in the transaction. */
export async function findField(db: Db, actor: Actor, name: string): Promise<Field | undefined> {
  if (!namePattern.test(name)) return undefined
  const [row] = await db.sql<{ field: string }>(
    `SELECT ${fieldJson}::text AS field FROM field f WHERE school_id = $1 AND lower(name) = lower($2) AND deleted_at IS NULL`,
    [actor.schoolId, name],
  )
  return row && JSON.parse(row.field)
}

/** A field that was just written, as it is now. */
export async function readField(db: Db, id: number): Promise<Field> {
  const [row] = await db.sql<{ field: string }>(`SELECT ${fieldJson}::text AS field FROM field f WHERE id = $1`, [id])
  if (!row) throw new Error('a field was not written')
  return JSON.parse(row.field)
}

/** What keeps a field of the school from bearing the name. */
export async function checkName(db: Db, actor: Actor, name: string): Promise<Issue[]> {
  if (isReserved(name)) return [{ field: 'name', reason: 'invalid', value: name }]
  return (await findField(db, actor, name)) ? [{ field: 'name', reason: 'taken', value: name }] : []
}

/** Whether every value in use suits the field as it is to be. */
export async function checkHeld(db: Db, actor: Actor, before: Field, after: Field): Promise<Issue[]> {
  const moved = before.type !== after.type || before.options.join('\n') !== after.options.join('\n')
  if (!moved && before.unique === after.unique) return []
  const counts = await countValues(db, before, actor.schoolId)
  const issues: Issue[] = []
  if (moved) {
    const optional = { ...after, required: false }
    for (const [value, count] of counts) {
      if (typeof checkValue(optional, value) === 'string') continue
      const chosen = hasOptions(after.type)
      issues.push({
        field: chosen ? 'options' : 'type',
        reason: chosen ? 'option_in_use' : 'value_in_use',
        value,
        count,
      })
    }
  }
  if (after.unique && !before.unique) {
    for (const [value, count] of counts)
      if (count > 1) issues.push({ field: 'unique', reason: 'value_in_use', value, count })
  }
  return issues.slice(0, 20)
}

/** Has the database hold the field's values as unique, or no longer. */
async function holdUnique(db: Db, fieldId: number, unique: boolean): Promise<void> {
  await db.sql('DELETE FROM unique_value WHERE field_id = $1', [fieldId])
  if (!unique) return
  await db.sql(
    `INSERT INTO unique_value (field_id, person_id, value)
     SELECT f.id, p.id, p.ext ->> f.id::text FROM field f JOIN person p ON p.school_id = f.school_id
     WHERE f.id = $1 AND p.deleted_at IS NULL AND coalesce(p.ext ->> f.id::text, '') <> ''`,
    [fieldId],
  )
}

/** Writes a field as it is to be, and answers it. */
export async function writeField(db: Db, before: Field, after: Field): Promise<Field> {
  const { name, label, type, options, required, unique, position } = after
  // No two states of a field look alike, by which callers tell whether it is still what they read.
  const updatedAt = new Date(Math.max(Date.now(), Date.parse(before.updated_at) + 1))
  await db.prisma.field.update({
    where: { id: before.id },
    data: { name, label, type, options, required, unique, position, updatedAt },
  })
  if (after.unique !== before.unique) await holdUnique(db, before.id, after.unique)
  return readField(db, before.id)
}

/** Hides a field with its values. */
export async function hideField(db: Db, id: number): Promise<void> {
  await db.prisma.field.update({ where: { id }, data: { deletedAt: new Date() } })
  await holdUnique(db, id, false)
}

/** Shows a hidden field with its values again, and answers it. */
export async function showField(db: Db, field: Pick<Field, 'id' | 'unique'>): Promise<Field> {
  await db.prisma.field.update({ where: { id: field.id }, data: { deletedAt: null } })
  await holdUnique(db, field.id, field.unique)
  return readField(db, field.id)
}
