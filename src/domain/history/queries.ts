import type { Db } from '@/infra/db'
import { Values } from '@/infra/values'
import type { Actor } from '../actor'
import { forbidden, notFound, ok, type Result } from '../errors'
import { can } from '../policy'
import type { ChangeSetList } from './input'
import type { ChangeSetRow, Doer } from './schema'
import { actFrom, actJson, subjectFrom, subjectJson } from './sql'

const firstMoment = (day: string) => `${day}T00:00:00+08:00`

function condition(input: ChangeSetList, actor: Actor, values: Values): string {
  const all = [`cs.school_id = ${values.add(actor.schoolId)}`]
  if (input.from) all.push(`cs.at >= ${values.add(firstMoment(input.from))}::timestamptz`)
  if (input.to) all.push(`cs.at < ${values.add(firstMoment(input.to))}::timestamptz + interval '1 day'`)
  if (input.via?.length) all.push(`cs.via = ANY(${values.add(input.via)}::text[])`)
  if (input.kind?.length) all.push(`cs.kind = ANY(${values.add(input.kind)}::text[])`)
  if (input.who?.length) {
    const ids = (kind: string) =>
      input.who?.flatMap((who) => (who.startsWith(kind) ? [Number(who.slice(kind.length))] : []))
    const nobody = input.who.includes('nobody') ? ' OR (cs.account_id IS NULL AND cs.api_key_id IS NULL)' : ''
    all.push(
      `(cs.account_id = ANY(${values.add(ids('account:'))}::int[]) OR cs.api_key_id = ANY(${values.add(ids('key:'))}::int[])${nobody})`,
    )
  }
  if (input.noun?.length || input.action?.length) {
    const wanted = ['n.change_set_id = cs.id']
    if (input.noun?.length) wanted.push(`n.noun = ANY(${values.add(input.noun)}::text[])`)
    if (input.action?.length) wanted.push(`n.action = ANY(${values.add(input.action)}::text[])`)
    all.push(`EXISTS (SELECT FROM change_count n WHERE ${wanted.join(' AND ')})`)
  }
  if (input.before)
    all.push(`(cs.at, cs.id) < (SELECT at, id FROM change_set WHERE id = ${values.add(input.before)}::bigint)`)
  return all.join(' AND ')
}

/** One change set as it stands in a list. */
const rowSql = `(${actJson}::jsonb || jsonb_build_object(
  'counts', coalesce((SELECT jsonb_agg(jsonb_build_object('noun', n.noun, 'action', n.action, 'count', n.count) ORDER BY n.count DESC, n.noun, n.action)
    FROM change_count n WHERE n.change_set_id = cs.id), '[]'),
  'first', (SELECT ${subjectJson}::jsonb || jsonb_build_object('keys', coalesce((SELECT jsonb_agg(jsonb_build_object('key', k.key, 'label', k.label)) FROM (
      SELECT key, '' AS label FROM jsonb_object_keys(coalesce(c.after, '{}') || coalesce(c.before, '{}')) AS key
        WHERE key NOT IN ('ext', 'id', 'created_at', 'updated_at', 'erased') AND c.before -> key IS DISTINCT FROM c.after -> key
      UNION ALL SELECT 'ext.' || own, coalesce((SELECT x.label FROM field x WHERE x.id = own::int AND x.school_id = cs.school_id), '')
        FROM jsonb_object_keys(coalesce(c.after -> 'ext', '{}') || coalesce(c.before -> 'ext', '{}')) AS own) k), '[]'))
    FROM (SELECT * FROM change WHERE change_set_id = cs.id ORDER BY id LIMIT 1) c ${subjectFrom})))::text AS row`

/** A page of the school's change sets, the latest first, and whether more follow. */
export async function listChangeSets(
  db: Db,
  actor: Actor,
  input: ChangeSetList,
): Promise<Result<{ rows: ChangeSetRow[]; more: boolean }>> {
  if (!can(actor, 'history:read')) return forbidden
  const values = new Values()
  const where = condition(input, actor, values)
  const rows = await db.sql<{ row: string }>(
    `SELECT ${rowSql} FROM (SELECT * FROM change_set cs WHERE ${where} ORDER BY cs.at DESC, cs.id DESC LIMIT ${input.per_page + 1}) cs ${actFrom}
     ORDER BY cs.at DESC, cs.id DESC`,
    values.list,
  )
  const found = rows.map((each): ChangeSetRow => JSON.parse(each.row))
  return ok({ rows: found.slice(0, input.per_page), more: found.length > input.per_page })
}

/** One change set of the school. */
export async function readChangeSet(
  db: Db,
  actor: Actor,
  input: { change_set: string },
): Promise<Result<ChangeSetRow>> {
  if (!can(actor, 'history:read')) return forbidden
  const [row] = await db.sql<{ row: string }>(
    `SELECT ${rowSql} FROM change_set cs ${actFrom} WHERE cs.id = $1::bigint AND cs.school_id = $2`,
    [input.change_set, actor.schoolId],
  )
  return row ? ok(JSON.parse(row.row)) : notFound
}

/** Everybody of the school who has done something, by name: accounts, then keys. */
export async function listAuthors(db: Db, actor: Actor): Promise<Result<Doer[]>> {
  if (!can(actor, 'history:read')) return forbidden
  const rows = await db.sql<Doer>(
    `SELECT 'account' AS kind, a.id, coalesce(p.name, a.username, '') AS name FROM account a LEFT JOIN person p ON p.id = a.person_id
     WHERE a.school_id = $1 AND EXISTS (SELECT FROM change_set cs WHERE cs.account_id = a.id)
     UNION ALL SELECT 'key', k.id, k.name FROM api_key k WHERE k.school_id = $1 AND EXISTS (SELECT FROM change_set cs WHERE cs.api_key_id = k.id)
     ORDER BY 1, 3, 2`,
    [actor.schoolId],
  )
  return ok(rows)
}
