import type { Db } from '@/infra/db'
import type { Actor } from '../actor'
import { checkHeld, checkName, hideField, showField, writeField } from '../fields/held'
import { countValues, daysToRestore, fieldJson } from '../fields/queries'
import { checkOptions } from '../fields/rules'
import type { Field } from '../fields/schema'
import type { Change } from '../history/record'
import type { ChangeAction } from '../history/schema'
import type { Conflict, ConflictReason } from './schema'

const defined = ['name', 'label', 'type', 'options', 'required', 'unique', 'position'] as const
type Definition = Partial<Pick<Field, (typeof defined)[number]>>

type Recorded = { id: number; actions: ChangeAction[]; before: Definition | null; after: Definition | null }
type Kept = Field & { deleted_days: number | null }

/** What is to become of one field. */
type Plan = {
  act: 'delete' | 'restore' | 'change' | 'none'
  now: Kept
  target: Field
  conflict?: ConflictReason | undefined
  block?: ConflictReason | undefined
  keys: string[]
}

const same = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other)
const differing = (one: Definition, other: Definition) =>
  defined.filter((key) => key in one && key in other && !same(one[key], other[key]))

/** The fields of a change set, the last changed first, each with the first `before` and the last `after`. */
async function recorded(db: Db, set: string): Promise<Recorded[]> {
  const rows = await db.sql<{ field: string }>(
    `SELECT json_build_object('id', noun_id, 'actions', array_agg(action ORDER BY id),
       'before', (array_agg(before ORDER BY id))[1], 'after', (array_agg(after ORDER BY id DESC))[1])::text AS field
     FROM change WHERE change_set_id = $1::bigint AND noun = 'field' GROUP BY noun_id ORDER BY max(id) DESC`,
    [set],
  )
  return rows.map((row) => JSON.parse(row.field))
}

async function keptField(db: Db, actor: Actor, id: number): Promise<Kept | undefined> {
  const [row] = await db.sql<{ field: string; days: number | null }>(
    `SELECT ${fieldJson}::text AS field, extract(day FROM now() - f.deleted_at)::int AS days FROM field f WHERE f.id = $1 AND f.school_id = $2`,
    [id, actor.schoolId],
  )
  return row && { ...JSON.parse(row.field), deleted_days: row.days }
}

/** By what the change set did first: a field that it made, or brought back, goes again. */
async function plan(db: Db, actor: Actor, change: Recorded, now: Kept): Promise<Plan> {
  const base = { now, target: now, keys: [] }
  const [first] = change.actions
  const isHidden = now.deleted_days !== null
  const counts = await countValues(db, now, actor.schoolId)
  if (first === 'create' || first === 'restore') {
    if (isHidden) return { ...base, act: 'none' }
    const keys = differing(now, change.after ?? {}).filter((key) => key !== 'position')
    return {
      ...base,
      act: 'delete',
      keys,
      conflict: keys.length > 0 ? 'changed' : counts.size > 0 ? 'held' : undefined,
    }
  }
  if (change.actions.at(-1) === 'delete') {
    if (!isHidden) return { ...base, act: 'none' }
    const late = now.deleted_days !== null && now.deleted_days > daysToRestore
    const isTaken = (await checkName(db, actor, now.name)).length > 0
    const isTwice = now.unique && [...counts.values()].some((count) => count > 1)
    const block = late ? 'too_late' : isTaken ? 'taken' : isTwice ? 'unfit' : undefined
    return { ...base, act: 'restore', block }
  }
  const before = change.before ?? {}
  const moved = differing(before, change.after ?? {})
  const todo = moved.filter((key) => !same(now[key], before[key]))
  if (todo.length === 0) return { ...base, act: 'none' }
  const target: Field = { ...now, ...Object.fromEntries(todo.map((key) => [key, before[key]])) }
  const keys = todo.filter((key) => !same(now[key], change.after?.[key]))
  const block = isHidden ? 'deleted' : await unfit(db, actor, now, target)
  return { now, target, act: 'change', keys, block, conflict: keys.length > 0 ? 'changed' : undefined }
}

async function unfit(db: Db, actor: Actor, now: Field, target: Field): Promise<ConflictReason | undefined> {
  const isRenamed = target.name.toLowerCase() !== now.name.toLowerCase()
  if (isRenamed && (await checkName(db, actor, target.name)).length > 0) return 'taken'
  const issues = [...checkOptions(target.type, target.options), ...(await checkHeld(db, actor, now, target))]
  return issues.length > 0 ? 'unfit' : undefined
}

async function apply(db: Db, { act, now, target }: Plan): Promise<Change> {
  const { deleted_days: _, ...shown } = now
  const change = { noun: 'field', nounId: now.id } as const
  if (act === 'delete') {
    await hideField(db, now.id)
    return { ...change, action: 'delete', before: shown }
  }
  if (act === 'restore') return { ...change, action: 'restore', after: await showField(db, now) }
  const after = await writeField(db, now, target)
  const keys = differing(now, after)
  const part = (from: Field) => Object.fromEntries(keys.map((key) => [key, from[key]]))
  return { ...change, action: 'update', before: part(now), after: part(after) }
}

export type FieldsUndone = { changes: Change[]; conflicts: (Conflict & { chosen: boolean })[] }

/** Puts the fields of a change set back, one by one: what one gives up the next can take. */
export async function undoFields(
  db: Db,
  actor: Actor,
  set: string,
  including: readonly number[] | 'all',
): Promise<FieldsUndone> {
  const undone: FieldsUndone = { changes: [], conflicts: [] }
  for (const change of await recorded(db, set)) {
    const now = await keptField(db, actor, change.id)
    if (!now) continue
    const planned = await plan(db, actor, change, now)
    const { act, block, conflict, keys } = planned
    if (act === 'none') continue
    const chosen = including === 'all' || including.includes(now.id)
    const reason = block ?? conflict
    const goes = !block && (!conflict || chosen)
    if (reason) {
      const { id, label: name, role } = now
      undone.conflicts.push({
        noun: 'field',
        id,
        name,
        usin: '',
        role,
        reason,
        keys,
        labels: [],
        choosable: !block,
        chosen: goes,
      })
    }
    if (goes) undone.changes.push(await apply(db, planned))
  }
  return undone
}
