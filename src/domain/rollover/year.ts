import type { Db } from '@/infra/db'
import type { Actor } from '../actor'
import { schoolYearEnd } from '../people/grade'
import type { Done } from './schema'

/** What the change set of a year's rollover is known by: the school year that it closes. */
export const titleOf = (year: number): string => `${year - 1}–${year}`

/** The years that can be closed: the school year that ended last, and the one that runs. */
export function openYears(now: Date): [number, number] {
  const end = schoolYearEnd(now)
  return [end - 1, end]
}

/** The rollover that closed the year, unless it was undone. */
export async function findDone(db: Db, actor: Actor, year: number): Promise<Done | null> {
  const [row] = await db.sql<Done>(
    `SELECT cs.id::text AS change_set, to_char(cs.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS at FROM change_set cs
     WHERE cs.school_id = $1 AND cs.kind = 'rollover' AND cs.title = $2
       AND NOT EXISTS (SELECT FROM change_set u WHERE u.undo_of = cs.id AND NOT EXISTS (SELECT FROM change_set uu WHERE uu.undo_of = u.id))
     ORDER BY cs.id DESC LIMIT 1`,
    [actor.schoolId, titleOf(year)],
  )
  return row ?? null
}
