import type { Db } from '@/infra/db'
import type { Loop } from '@/infra/loops'
import type { Values } from '@/infra/values'
import type { Actor } from '../actor'
import type { PersonList } from './schema'

/** What the sums of `person_count` tell apart; what else a list may ask for needs no knowing. */
const told = ['roles', 'statuses', 'graduates_in', 'sort', 'page', 'per_page']

/**
 * SQL for the exact count of all that a list has, where sums that triggers keep know it; else undefined, and the people
 * must be counted.
 */
export function knownCount(input: PersonList, actor: Actor, values: Values): string | undefined {
  const asked = Object.entries(input).filter(([key, value]) => value !== undefined && !(key === 'q' && value === ''))
  if (!asked.every(([key]) => told.includes(key))) return undefined
  const all = [`school_id = ${values.add(actor.schoolId)}`, `role = ANY(${values.add(input.roles)}::int[])`]
  if (input.statuses) all.push(`status = ANY(${values.add(input.statuses)}::int[])`)
  if (input.graduates_in) all.push(`cohort = ANY(${values.add(input.graduates_in)}::int[])`)
  return `(SELECT coalesce(sum(n), 0)::int FROM person_count WHERE ${all.join(' AND ')})`
}

/**
 * Runs an UPDATE of `person p` that deletes people, or brings people back, within a transaction. However many they are, one
 * sum tells of them, where the trigger would keep one for each.
 * @returns how many they are
 */
export async function movedTogether(
  tx: Db,
  way: 'delete' | 'restore',
  update: string,
  values: readonly unknown[],
): Promise<number> {
  await tx.sql(`SELECT set_config('mingce.counted', 'together', true)`)
  const [row] = await tx.sql<{ count: number }>(
    `WITH moved AS (${update} RETURNING p.school_id, p.role, p.status, p.graduates_in),
       summed AS (INSERT INTO person_count (school_id, role, status, cohort, n)
         SELECT school_id, role, status, graduates_in, ${way === 'delete' ? '-count(*)' : 'count(*)'} FROM moved GROUP BY 1, 2, 3, 4)
     SELECT count(*)::int AS count FROM moved`,
    values,
  )
  await tx.sql(`SELECT set_config('mingce.counted', '', true)`)
  return row?.count ?? 0
}

/** Every few seconds, the sums are folded, so that they stay few. */
export const foldCounts: Loop = {
  name: 'folding the counts of people',
  every: 5_000,
  async run(db) {
    await db.sql('SELECT FROM mingce_fold_counts()')
    return false
  },
}
