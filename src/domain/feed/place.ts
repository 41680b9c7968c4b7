import type { Db } from '@/infra/db'

/** Gives every change of the school that can be seen its place in the feed. Cheap where there is none without. */
export async function placeChanges(db: Db, schoolId: number): Promise<void> {
  await db.sql('SELECT mingce_feed_place($1)::text AS placed', [schoolId])
}

/** SQL for the first place after one: those before may be gone, of those after none is missing. */
export const firstAfter = (school: string, position: string) =>
  `(SELECT min(position) FROM feed_entry WHERE school_id = ${school} AND position > ${position})`

/**
 * SQL for the last place of a school. What is asked of many schools is asked of the ends of their indexes: whether there is
 * a row of some kind the planner answers by reading the table, where it takes such rows to be many and spread.
 */
export const lastPlace = (school: string) => `(SELECT max(l.position) FROM feed_entry l WHERE l.school_id = ${school})`

/**
 * SQL for whether changes of a school have no place. In the order of school and id only the index of what waits can answer:
 * the smallest id the planner may look for among all ids.
 */
export const hasUnplaced = (school: string) =>
  `(SELECT u.school_id FROM feed_entry u WHERE u.school_id >= ${school} AND u.position IS NULL ORDER BY u.school_id, u.id LIMIT 1)
    IS NOT DISTINCT FROM ${school}`

/** SQL for microseconds since 1970, as text. */
export const microseconds = (column: string) => `(extract(epoch FROM ${column}) * 1000000)::bigint::text`
