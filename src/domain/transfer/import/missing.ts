import type { Db } from '@/infra/db'
import type { Actor } from '../../actor'
import { forbidden, notFound, ok, type Result } from '../../errors'
import { can } from '../../policy'
import { missingPeople } from './archive'
import { loadImport } from './scope'

export type MissingPerson = { id: number; usin: string; name: string; moved: 'more' | 'fewer' | null }

/**
 * Who would be archived by a full sync, as far as the import was looked at. Where that is otherwise than it was shown
 * before, those who came (`more`) and those who stay after all (`fewer`) are first.
 */
export async function listMissing(
  db: Db,
  actor: Actor,
  input: { id: number; page: number; per_page: number },
): Promise<Result<{ rows: MissingPerson[]; total: number }>> {
  if (!can(actor, 'people:import')) return forbidden
  const stored = await loadImport(db, actor.schoolId, input.id)
  if (!stored) return notFound
  if (stored.settings.mode !== 'sync' || stored.state === 'done') return ok({ rows: [], total: 0 })
  const rows = await db.sql<MissingPerson & { total: number }>(
    `WITH old AS (SELECT id, missing_before IS NOT NULL AS is_known FROM import WHERE id = $3),
       was AS (SELECT unnest(missing_before) AS id FROM import WHERE id = $3),
       now AS (SELECT p.id ${missingPeople}),
       both_of AS (SELECT coalesce(now.id, was.id) AS id, CASE WHEN now.id IS NULL THEN 'fewer' WHEN was.id IS NULL AND old.is_known THEN 'more' END AS moved
         FROM now FULL JOIN was ON was.id = now.id CROSS JOIN old)
     SELECT p.id, p.usin, p.name, b.moved, count(*) OVER ()::int AS total FROM both_of b JOIN person p ON p.id = b.id
     ORDER BY b.moved IS NULL, b.moved DESC, p.sort_name COLLATE "C", p.id LIMIT $4 OFFSET $5`,
    [stored.schoolId, stored.role, stored.id, input.per_page, (input.page - 1) * input.per_page],
  )
  return ok({ rows: rows.map(({ total: _total, ...row }) => row), total: rows[0]?.total ?? 0 })
}
