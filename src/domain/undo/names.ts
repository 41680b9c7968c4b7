import type { Db } from '@/infra/db'
import { searchText, sortName } from '../people/search'

/** How many people are named in one go. */
const batch = 5_000

/** Computes in `undo_name` what people are sorted and found by, where `condition` on `undo_person u` gives them another name or number. */
export async function nameAgain(db: Db, condition: string): Promise<void> {
  await db.sql('CREATE TEMP TABLE undo_name (id int PRIMARY KEY, sort_name text, search_text text) ON COMMIT DROP')
  for (let last = 0; ; ) {
    const rows = await db.sql<{ id: number; usin: string; name: string }>(
      `SELECT u.id, coalesce(CASE WHEN 'usin' = ANY(u.todo) THEN u.before ->> 'usin' END, p.usin) AS usin,
         coalesce(CASE WHEN 'name' = ANY(u.todo) THEN u.before ->> 'name' END, p.name) AS name
       FROM undo_person u JOIN person p ON p.id = u.id
       WHERE u.id > $1 AND u.todo && '{usin,name}'::text[] AND ${condition} ORDER BY u.id LIMIT ${batch}`,
      [last],
    )
    const named = rows.map(({ id, usin, name }) => ({
      id,
      sort_name: sortName(name),
      search_text: searchText({ usin, name }),
    }))
    if (named.length > 0)
      await db.sql(
        'INSERT INTO undo_name SELECT * FROM jsonb_to_recordset($1::jsonb) AS n(id int, sort_name text, search_text text)',
        [JSON.stringify(named)],
      )
    if (rows.length < batch) return
    last = rows.at(-1)?.id ?? last
  }
}
