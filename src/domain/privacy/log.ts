import type { Db } from '@/infra/db'
import type { Actor } from '../actor'
import { forbidden, ok, type Result } from '../errors'
import { can } from '../policy'
import type { PersonalAct } from './schema'
import { stamp } from './sql'

const countOf = (noun: 'person' | 'account') =>
  `coalesce((SELECT sum(n.count) FROM change_count n WHERE n.change_set_id = cs.id AND n.noun = '${noun}'), 0)`

/** Erasures and exports of one person's data, the latest first, and whether more follow. */
export async function listPersonalActs(
  db: Db,
  actor: Actor,
  input: { before?: string | undefined; per_page: number },
): Promise<Result<{ rows: PersonalAct[]; more: boolean }>> {
  if (!can(actor, 'privacy:write')) return forbidden
  const rows = await db.sql<{ row: string }>(
    `SELECT json_build_object('id', cs.id::text, 'at', ${stamp('cs.at')}, 'kind', cs.kind, 'author', coalesce(ap.name, a.username, ''),
       'by_rule', CASE WHEN cs.kind = 'erasure' AND cs.person_id IS NULL THEN CASE cs.via WHEN 'schedule' THEN 'night' ELSE 'hand' END END,
       'person', CASE WHEN cs.person_id IS NOT NULL THEN json_build_object('id', cs.person_id, 'name', coalesce(p.name, '')) END,
       'people', CASE cs.kind WHEN 'export' THEN 1 ELSE ${countOf('person')} END,
       'accounts', CASE WHEN cs.kind = 'erasure' AND ${countOf('person')} = 0 THEN ${countOf('account')} ELSE 0 END)::text AS row
     FROM change_set cs LEFT JOIN account a ON a.id = cs.account_id LEFT JOIN person ap ON ap.id = a.person_id
       LEFT JOIN person p ON p.id = cs.person_id AND p.school_id = cs.school_id
     WHERE cs.school_id = $1 AND (cs.kind = 'erasure' OR (cs.kind = 'export' AND cs.person_id IS NOT NULL))
       AND ($2::bigint IS NULL OR cs.id < $2::bigint) ORDER BY cs.id DESC LIMIT $3`,
    [actor.schoolId, input.before ?? null, input.per_page + 1],
  )
  const found = rows.map(({ row }): PersonalAct => JSON.parse(row))
  return ok({ rows: found.slice(0, input.per_page), more: found.length > input.per_page })
}
