import type { Db } from '@/infra/db'
import { goes } from './cells'
import { type Conflict, mostConflicts, type Tally } from './schema'

/** How many of the staged people go back, and how many do not. */
export async function tallyPeople(
  db: Db,
): Promise<{ people: Tally; left: number; conflicts: number; choosable: number }> {
  const [row] = await db.sql<Tally & { left: number; conflicts: number; choosable: number }>(
    `SELECT count(*) FILTER (WHERE ${goes('u')} AND u.act = 'delete')::int AS delete, count(*) FILTER (WHERE ${goes('u')} AND u.act = 'restore')::int AS restore,
       count(*) FILTER (WHERE ${goes('u')} AND u.act = 'change')::int AS change,
       count(*) FILTER (WHERE ${inConflict} AND NOT ${goes('u')})::int AS left,
       count(*) FILTER (WHERE ${inConflict})::int AS conflicts, count(*) FILTER (WHERE ${inConflict} AND u.block IS NULL)::int AS choosable
     FROM undo_person u`,
  )
  const { left = 0, conflicts = 0, choosable = 0, ...people } = row ?? { delete: 0, restore: 0, change: 0 }
  return { people, left, conflicts, choosable }
}

const inConflict = `(u.block IS NOT NULL OR (u.act <> 'none' AND u.conflict IS NOT NULL))`

/** The first of the people in conflict, those that can be chosen before the others. */
export async function listConflicts(db: Db): Promise<Conflict[]> {
  const rows = await db.sql<{ conflict: string }>(
    `SELECT json_build_object('noun', 'person', 'id', u.id, 'name', coalesce(p.name, ''), 'usin', coalesce(p.usin, ''), 'role', coalesce(p.role, 0),
       'reason', coalesce(u.block, u.conflict), 'choosable', u.block IS NULL, 'keys', u.keys,
       'labels', array(SELECT coalesce(f.label, '') FROM unnest(u.keys) WITH ORDINALITY AS k(key, at)
         LEFT JOIN field f ON k.key LIKE 'ext.%' AND f.id::text = substr(k.key, 5) ORDER BY k.at))::text AS conflict
     FROM undo_person u LEFT JOIN person p ON p.id = u.id WHERE ${inConflict} ORDER BY u.block IS NOT NULL, u.id LIMIT ${mostConflicts}`,
  )
  return rows.map((row) => JSON.parse(row.conflict))
}
