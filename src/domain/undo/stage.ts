import type { Db } from '@/infra/db'
import { type Cell, columnCells, fieldCells } from './cells'
import { linkConflict, linkToDo } from './links'

/** The cells that the staged people's updates touched. */
export type Staged = { columns: ReturnType<typeof columnCells>; fields: Cell[]; fieldIds: number[] }

const apart = `'{ext,link,links,password_changed,account_id,account_made,account_pending}'::text[]`
const links = (side: string) =>
  `coalesce(jsonb_path_query_array(jsonb_agg(coalesce(${side} -> 'links', jsonb_build_array(${side} -> 'link'))) FILTER (WHERE ${side} ?| '{link,links}'), '$[*][*] ? (@ != null)'), '[]')`

/**
 * Holds the people of a change set, and the guardians who may go along, until the end of the transaction and in the order in
 * which every writer does: those who write them wait, and whoever is looked at from here on stays as they are.
 */
export async function holdPeople(db: Db, schoolId: number, set: string): Promise<void> {
  await db.sql(
    `WITH own AS (SELECT DISTINCT noun_id AS id FROM change WHERE change_set_id = $1::bigint AND noun = 'person'),
       held AS MATERIALIZED (SELECT id FROM person WHERE school_id = $2
         AND id IN (SELECT id FROM own UNION SELECT g.guardian_id FROM guardianship g JOIN own ON own.id = g.student_id) ORDER BY id FOR UPDATE)
     SELECT count(*)::int AS held FROM held`,
    [set, schoolId],
  )
}

/**
 * Gathers the people of a change set in the temporary table `undo_person`, one row each, with what is to become of them:
 * `act` delete, restore, change or none; `todo` the keys that go back; `conflict` why not without being asked (of `keys`).
 */
export async function stagePeople(db: Db, set: string, including: readonly number[] | 'all'): Promise<Staged> {
  // Of an earlier undo in the same transaction.
  await db.sql('DROP TABLE IF EXISTS undo_person, undo_name')
  await db.sql(
    `CREATE TEMP TABLE undo_person ON COMMIT DROP AS
     WITH c AS (
       SELECT noun_id AS id, max(id) AS change_id,
         (array_agg(action ORDER BY id))[1] AS first, (array_agg(action ORDER BY id DESC))[1] AS last,
         mingce_merged(before - ${apart} ORDER BY id DESC) FILTER (WHERE action = 'update') AS before,
         mingce_merged(after - ${apart} ORDER BY id) FILTER (WHERE action = 'update') AS after,
         mingce_merged(before -> 'ext' ORDER BY id DESC) FILTER (WHERE action = 'update') AS ext_before,
         mingce_merged(after -> 'ext' ORDER BY id) FILTER (WHERE action = 'update') AS ext_after,
         ${links('before')} AS links_before, ${links('after')} AS links_after,
         coalesce(bool_or(before ? 'erased' OR after ? 'erased'), false) AS erased
       FROM change WHERE change_set_id = $1::bigint AND noun = 'person' GROUP BY noun_id)
     SELECT c.*, p.version, '{}'::text[] AS todo, '{}'::text[] AS keys, ($2 OR c.id = ANY($3::int[])) AS chosen,
       CASE WHEN p.id IS NULL THEN 'none'
         WHEN c.first IN ('create', 'restore') THEN CASE WHEN p.deleted_at IS NULL THEN 'delete' ELSE 'none' END
         WHEN p.deleted_at IS NOT NULL AND c.last = 'delete' THEN 'restore' ELSE 'change' END AS act,
       CASE WHEN c.first IN ('create', 'restore') THEN NULL WHEN p.id IS NULL OR c.erased THEN 'erased'
         WHEN p.deleted_at IS NOT NULL AND c.last <> 'delete' THEN 'deleted' END AS block,
       CASE WHEN c.first NOT IN ('create', 'restore') AND c.last = 'delete' AND p.deleted_in <> $1::bigint THEN 'deleted' END AS conflict
     FROM c LEFT JOIN person p ON p.id = c.id`,
    [set, including === 'all', including === 'all' ? [] : including],
  )
  await db.sql('ALTER TABLE undo_person ADD PRIMARY KEY (id)')
  await db.sql('ANALYZE undo_person (id, first, last, act, block, conflict)')
  const staged = await touchedCells(db)
  await compare(db, [...staged.columns, ...staged.fields])
  return staged
}

async function touchedCells(db: Db): Promise<Staged> {
  const updated = `undo_person WHERE first = 'update'`
  const [row] = await db.sql<{ columns: string[]; fields: number[] }>(
    `SELECT array(SELECT DISTINCT jsonb_object_keys(before || after) FROM ${updated}) AS columns,
       array(SELECT DISTINCT jsonb_object_keys(ext_before || ext_after)::int FROM ${updated}) AS fields`,
  )
  const fieldIds = row?.fields ?? []
  return { columns: columnCells(row?.columns ?? []), fields: fieldCells(fieldIds), fieldIds }
}

/** Sets what is to be done, and what is no longer as the change set left it. */
async function compare(db: Db, cells: readonly Cell[]): Promise<void> {
  const differs = (cell: Cell) => `${cell.touched} AND ${cell.now} IS DISTINCT FROM ${cell.old}`
  const todo = cells.map((cell) => `CASE WHEN ${differs(cell)} THEN '${cell.key}' END`)
  const keys = cells.map(
    (cell) => `CASE WHEN ${differs(cell)} AND ${cell.now} IS DISTINCT FROM ${cell.left} THEN '${cell.key}' END`,
  )
  await db.sql(
    `UPDATE undo_person u SET
       todo = array_remove(ARRAY[${[...todo, `CASE WHEN ${linkToDo} THEN 'link' END`].join(', ')}]::text[], NULL),
       keys = array_remove(ARRAY[${[...keys, `CASE WHEN ${linkToDo} AND ${linkConflict} THEN 'link' END`].join(', ')}]::text[], NULL)
     FROM person p WHERE p.id = u.id AND u.first = 'update' AND u.block IS NULL`,
  )
  await db.sql(
    `UPDATE undo_person SET
       act = CASE WHEN act = 'change' AND todo = '{}' THEN 'none' ELSE act END,
       conflict = coalesce(conflict, CASE WHEN keys <> '{}' THEN 'changed' END)
     WHERE first <> 'create' AND ((act = 'change' AND todo = '{}') OR keys <> '{}')`,
  )
}
