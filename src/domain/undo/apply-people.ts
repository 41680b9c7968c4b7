import type { Db } from '@/infra/db'
import { movedTogether } from '../people/count'
import { known } from '../people/remove'
import { touched } from '../people/write'
import { type Cell, cellsJson, goes } from './cells'
import { putBackLinks } from './links'
import { nameAgain } from './names'
import type { Staged } from './stage'

const counted = async (db: Db, statement: string, values: readonly unknown[]): Promise<number> => {
  const [row] = await db.sql<{ count: number }>(
    `WITH x AS (${statement} RETURNING 1) SELECT count(*)::int AS count FROM x`,
    values,
  )
  return row?.count ?? 0
}

/** SQL for whether one of the cells goes back. */
const anyOf = (cells: readonly Cell[]) => `u.todo && ARRAY[${cells.map(({ key }) => `'${key}'`).join(', ')}]::text[]`

/** Writes the changes of the undo, each the reverse of what was: before anything moves. */
async function writeHistory(db: Db, schoolId: number, set: string, { columns, fields }: Staged): Promise<void> {
  const insert = 'INSERT INTO change (change_set_id, school_id, noun, noun_id, action, before, after)'
  const from = `FROM undo_person u JOIN person p ON p.id = u.id WHERE ${goes('u')}`
  await db.sql(
    `${insert} SELECT $1::bigint, $2, 'person', p.id, u.act, CASE u.act WHEN 'delete' THEN ${known} END, CASE u.act WHEN 'restore' THEN ${known} END
     ${from} AND u.act IN ('delete', 'restore') ORDER BY p.id`,
    [set, schoolId],
  )
  const heldLinks = `(SELECT coalesce(jsonb_agg(jsonb_build_object('student_id', g.student_id, 'relation', g.relation, 'position', g.position)), '[]')
    FROM guardianship g WHERE g.guardian_id = u.id AND EXISTS (SELECT FROM jsonb_array_elements(u.links_before || u.links_after) e WHERE (e ->> 'student_id')::int = g.student_id))`
  const side = (which: 'now' | 'old') => {
    const parts = [cellsJson(columns, which)]
    if (fields.length > 0)
      parts.push(
        `CASE WHEN ${anyOf(fields)} THEN jsonb_build_object('ext', ${cellsJson(fields, which, 'ext.')}) ELSE '{}' END`,
      )
    const links = which === 'now' ? heldLinks : 'u.links_before'
    parts.push(`CASE WHEN 'link' = ANY(u.todo) THEN jsonb_build_object('links', ${links}) ELSE '{}' END`)
    return parts.join(' || ')
  }
  await db.sql(
    `${insert} SELECT $1::bigint, $2, 'person', p.id, 'update', ${side('now')}, ${side('old')}
     ${from} AND u.act IN ('change', 'restore') AND u.todo <> '{}' ORDER BY p.id`,
    [set, schoolId],
  )
}

/** Deletes whom the change set made; guardians who have no other child go along, as they always do. */
async function deletePeople(db: Db, schoolId: number, set: string): Promise<number> {
  const count = await movedTogether(
    db,
    'delete',
    `UPDATE person p SET deleted_at = now(), deleted_in = $1::bigint, version = p.version + 1 FROM undo_person u
     WHERE p.id = u.id AND p.deleted_at IS NULL AND u.act = 'delete' AND ${goes('u')} AND p.version = u.version`,
    [set],
  )
  if (count === 0) return count
  await db.sql(
    `WITH gone AS (UPDATE person p SET deleted_at = now(), deleted_in = $1::bigint, version = p.version + 1
       WHERE p.school_id = $2 AND p.role = 8 AND p.deleted_at IS NULL
         AND p.id IN (SELECT g.guardian_id FROM guardianship g JOIN person s ON s.id = g.student_id WHERE s.deleted_in = $1::bigint)
         AND NOT EXISTS (SELECT FROM guardianship g JOIN person s ON s.id = g.student_id WHERE g.guardian_id = p.id AND s.deleted_at IS NULL)
         AND NOT EXISTS (SELECT FROM undo_person u WHERE u.id = p.id)
       RETURNING p.*)
     INSERT INTO change (change_set_id, school_id, noun, noun_id, action, before)
     SELECT $1::bigint, $2, 'person', p.id, 'delete', ${known} FROM gone p ORDER BY p.id`,
    [set, schoolId],
  )
  await db.sql('DELETE FROM unique_value v USING person p WHERE p.id = v.person_id AND p.deleted_in = $1::bigint', [
    set,
  ])
  return count
}

const changing = `u.act IN ('change', 'restore') AND u.todo <> '{}' AND ${goes('u')}`

/** Numbers that change hands within the undo are laid down first: the database looks at each row by itself. */
async function layDownNumbers(db: Db, { columns }: Staged): Promise<void> {
  for (const { column, old } of columns) {
    if (column !== 'usin' && column !== 'outer_id') continue
    await db.sql(
      `UPDATE person p SET ${column} = chr(1) || p.id FROM undo_person u
       WHERE p.id = u.id AND ${changing} AND '${column}' = ANY(u.todo) AND p.deleted_at IS NULL
         AND EXISTS (SELECT FROM undo_person u JOIN person o ON o.id = u.id WHERE o.id <> p.id AND ${changing} AND '${column}' = ANY(u.todo) AND ${old} = p.${column})`,
    )
  }
}

async function changePeople(db: Db, staged: Staged): Promise<number> {
  const { columns, fields, fieldIds } = staged
  await nameAgain(db, changing)
  await layDownNumbers(db, staged)
  const sets = columns.map(
    ({ column, key, old }) => `${column} = CASE WHEN '${key}' = ANY(u.todo) THEN ${old} ELSE p.${column} END`,
  )
  if (fields.length > 0) {
    const ids = fieldIds.map((id) => `CASE WHEN 'ext.${id}' = ANY(u.todo) THEN '${id}' END`).join(', ')
    const kept = fields.map(
      ({ key, old }, at) =>
        `CASE WHEN '${key}' = ANY(u.todo) AND ${old} <> '' THEN jsonb_build_object('${fieldIds[at]}', ${old}) ELSE '{}' END`,
    )
    sets.push(
      `ext = CASE WHEN ${anyOf(fields)} THEN (p.ext - array_remove(ARRAY[${ids}]::text[], NULL)) || ${kept.join(' || ')} ELSE p.ext END`,
    )
  }
  const count = await counted(
    db,
    `UPDATE person p SET ${[...sets, 'sort_name = coalesce(n.sort_name, p.sort_name)', 'search_text = coalesce(n.search_text, p.search_text)'].join(', ')},
       ${touched('p')}
     FROM undo_person u LEFT JOIN undo_name n ON n.id = u.id WHERE p.id = u.id AND ${changing} AND p.version = u.version`,
    [],
  )
  return count
}

/** Brings back whom the change set deleted. */
const restorePeople = (db: Db): Promise<number> =>
  movedTogether(
    db,
    'restore',
    `UPDATE person p SET deleted_at = NULL, deleted_in = NULL, ${touched('p')} FROM undo_person u
     WHERE p.id = u.id AND p.deleted_at IS NOT NULL AND u.act = 'restore' AND ${goes('u')} AND p.version = u.version + (u.todo <> '{}')::int`,
    [],
  )

/** The values that nobody else may hold, as they are after the undo. */
async function holdUnique(db: Db): Promise<void> {
  await db.sql(
    `DELETE FROM unique_value v USING undo_person u WHERE v.person_id = u.id AND ${changing} AND 'ext.' || v.field_id = ANY(u.todo)`,
  )
  await db.sql(
    `INSERT INTO unique_value (field_id, person_id, value)
     SELECT f.id, p.id, p.ext ->> f.id::text FROM undo_person u JOIN person p ON p.id = u.id JOIN field f ON f.school_id = p.school_id AND f.role = p.role
     WHERE f."unique" AND f.deleted_at IS NULL AND coalesce(p.ext ->> f.id::text, '') <> '' AND ${goes('u')}
       AND (u.act = 'restore' OR (u.act = 'change' AND 'ext.' || f.id = ANY(u.todo)))`,
  )
}

/**
 * Puts the staged people back; false when somebody changed one of them since they were looked at. `written` is told when
 * their history is written.
 */
export async function applyPeople(
  db: Db,
  schoolId: number,
  set: string,
  staged: Staged,
  written?: () => void,
): Promise<boolean> {
  const [wanted] = await db.sql<{ deleted: number; changed: number; restored: number }>(
    `SELECT count(*) FILTER (WHERE u.act = 'delete')::int AS deleted, count(*) FILTER (WHERE u.act = 'restore')::int AS restored,
       count(*) FILTER (WHERE u.act IN ('change', 'restore') AND u.todo <> '{}')::int AS changed FROM undo_person u WHERE ${goes('u')}`,
  )
  if (!wanted) return false
  await writeHistory(db, schoolId, set, staged)
  written?.()
  if (wanted.deleted > 0 && (await deletePeople(db, schoolId, set)) !== wanted.deleted) return false
  if (wanted.changed > 0 && (await changePeople(db, staged)) !== wanted.changed) return false
  if (wanted.restored > 0 && (await restorePeople(db)) !== wanted.restored) return false
  if (wanted.changed + wanted.restored > 0) {
    await holdUnique(db)
    await putBackLinks(db, schoolId)
  }
  return true
}
