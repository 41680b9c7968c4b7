import type { Db } from '@/infra/db'
import { Values } from '@/infra/values'
import type { Actor } from '../actor'
import { forbidden, ok, type Result } from '../errors'
import { searchWords } from '../people/search'
import { can } from '../policy'
import type { Deleted, DeletedPage } from './schema'
import { stamp } from './sql'

/** How many are listed; whoever finds more has another word. */
const most = 20

/** Deleted people whose record is still kept, by name or number, those deleted last at the top. */
export async function findDeleted(db: Db, actor: Actor, { q }: { q: string }): Promise<Result<DeletedPage>> {
  if (!can(actor, 'privacy:write')) return forbidden
  const values = new Values()
  const all = [`p.school_id = ${values.add(actor.schoolId)}`, 'p.left_at IS NOT NULL', 'p.deleted_at IS NOT NULL']
  for (const word of searchWords(q)) all.push(`strpos(p.search_text, ${values.add(word)}) > 0`)
  const rows = await db.sql<Deleted & { total: number }>(
    `SELECT p.id, p.name, p.usin, p.role::int, ${stamp('p.deleted_at')} AS deleted_at, count(*) OVER ()::int AS total FROM person p
     WHERE ${all.join(' AND ')} ORDER BY p.deleted_at DESC, p.id LIMIT ${most}`,
    values.list,
  )
  return ok({ rows: rows.map(({ total: _, ...row }) => row), total: rows[0]?.total ?? 0 })
}
