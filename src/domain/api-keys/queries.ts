import type { Db } from '@/infra/db'
import { env } from '@/infra/env'
import type { Actor } from '../actor'
import { chinaDay } from '../dates'
import { forbidden, ok, type Result } from '../errors'
import { can } from '../policy'
import type { ApiKey } from './schema'

/** The school that a key belongs to: for the operator, who names keys by their id alone. */
export async function findKeySchool(db: Db, id: number): Promise<number | undefined> {
  const key = await db.prisma.apiKey.findUnique({ where: { id }, select: { schoolId: true } })
  return key?.schoolId
}

/** How many days of use are shown. */
const shownDays = 30

/** `today` in China ends the days that are shown; `usual_limit` is that of keys without their own. */
export type KeyList = { keys: ApiKey[]; today: string; usual_limit: number }

/** The school's keys, the newest first; one that was revoked is shown for 30 days more, after the others. */
export async function listApiKeys(db: Db, actor: Actor): Promise<Result<KeyList>> {
  if (!can(actor, 'keys:write')) return forbidden
  const today = chinaDay(new Date())
  const rows = await db.sql<{ key: string }>(
    `SELECT json_build_object('id', k.id, 'name', k.name, 'client_id', k.client_id, 'scopes', k.scopes,
       'addresses', k.addresses, 'calls_per_minute', k.calls_per_minute, 'created_at', k.created_at,
       'expires_at', k.expires_at, 'revoked_at', k.revoked_at,
       'state', CASE WHEN k.revoked_at IS NOT NULL THEN 'revoked' WHEN k.expires_at <= now() THEN 'expired' ELSE 'open' END,
       'is_narrowed', k.is_narrowed AND k.revoked_at IS NULL AND NOT 'accounts:write' = ANY (k.scopes),
       'last_at', last.at, 'last_from', coalesce(last.address, ''),
       'secrets', coalesce(secrets.list, '[]'), 'days', coalesce(days.list, '[]'))::text AS key
     FROM api_key k
     LEFT JOIN LATERAL (
       SELECT u.last_at AS at, u.last_from AS address FROM api_key_use u JOIN api_key_secret x ON x.id = u.secret_id
       WHERE x.key_id = k.id AND u.last_at IS NOT NULL ORDER BY u.last_at DESC LIMIT 1) last ON true
     LEFT JOIN LATERAL (
       SELECT json_agg(json_build_object('id', x.id, 'created_at', x.created_at, 'ends_at', x.ends_at, 'last_at',
         (SELECT max(u.last_at) FROM api_key_use u WHERE u.secret_id = x.id)) ORDER BY x.id DESC) AS list
       FROM api_key_secret x WHERE x.key_id = k.id AND (x.ends_at IS NULL OR x.ends_at > now())) secrets ON true
     LEFT JOIN LATERAL (
       SELECT json_agg(json_build_object('day', d.day, 'calls', d.calls, 'refused', d.refused) ORDER BY d.day) AS list
       FROM (SELECT u.day, sum(u.calls)::int AS calls, sum(u.refused)::int AS refused
         FROM api_key_use u JOIN api_key_secret x ON x.id = u.secret_id
         WHERE x.key_id = k.id AND u.day > $2::date - $3::int GROUP BY u.day) d) days ON true
     WHERE k.school_id = $1 AND (k.revoked_at IS NULL OR k.revoked_at > now() - interval '30 days')
     ORDER BY k.revoked_at IS NOT NULL, k.id DESC LIMIT 200`,
    [actor.schoolId, today, shownDays],
  )
  return ok({ keys: rows.map((row) => JSON.parse(row.key)), today, usual_limit: env().callsPerMinute })
}
