import type { Db } from '@/infra/db'
import type { Actor } from '../actor'
import { forbidden, ok, type Result } from '../errors'
import { can } from '../policy'

/** An account whose user name is like that of others: those of the school by name, those of other schools as a number. */
export type Alike = { id: number; username: string; others: { id: number; username: string }[]; elsewhere: number }

const most = 100

/**
 * The school's accounts whose user names look like others of the site: names of before they were compared, or brought over.
 * Everybody signs in by the exact spelling; for administrators, who may ask one of them to change. 100 at most.
 */
export async function listAlike(db: Db, actor: Actor): Promise<Result<Alike[]>> {
  if (!can(actor, 'accounts:manage')) return forbidden
  const beyond = (account: string) => `${account}.name_form ~ '[^[:ascii:]]'`
  const rows = await db.sql<{ alike: string }>(
    `SELECT json_build_object('id', a.id, 'username', a.username,
       'others', coalesce(json_agg(json_build_object('id', o.id, 'username', o.username) ORDER BY o.id) FILTER (WHERE o.school_id = $1), '[]'),
       'elsewhere', count(*) FILTER (WHERE o.school_id <> $1))::text AS alike
     FROM account a CROSS JOIN LATERAL (
       SELECT id, username, school_id, name_form, name_looks FROM account f WHERE f.name_form = a.name_form AND f.id <> a.id AND f.deleted_at IS NULL
       UNION SELECT id, username, school_id, name_form, name_looks FROM account l
         WHERE l.name_looks && a.name_looks AND l.id <> a.id AND l.deleted_at IS NULL AND (${beyond('l')} OR ${beyond('a')})) o
     WHERE a.school_id = $1 AND a.username IS NOT NULL AND a.deleted_at IS NULL GROUP BY a.id ORDER BY a.id LIMIT ${most}`,
    [actor.schoolId],
  )
  return ok(rows.map(({ alike }) => JSON.parse(alike)))
}
