import type { Db } from '@/infra/db'

/** Gives every change of the school that can be seen its place in the feed. Cheap where there is none without. */
export async function placeChanges(db: Db, schoolId: number): Promise<void> {
  await db.sql('SELECT mingce_feed_place($1)::text AS placed', [schoolId])
}

/** SQL for the first place after one: those before may be gone, of those after none is missing. */
export const firstAfter = (school: string, position: string) =>
  `(SELECT min(position) FROM feed_entry WHERE school_id = ${school} AND position > ${position})`

/** SQL for microseconds since 1970, as text. */
export const microseconds = (column: string) => `(extract(epoch FROM ${column}) * 1000000)::bigint::text`
