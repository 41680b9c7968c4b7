import type { Db } from '@/infra/db'
import type { Author } from '../history/record'
import { clearMessages, phonesOf } from './messages'
import { clearImportsOf } from './staged'

export type Erased = { people: number; accounts: number; changes: number }

/** Takes from other rooms what is held of people: files they were imported from, what an endpoint answered when told of them. */
async function clearTraces(tx: Db, schoolId: number, ids: readonly number[]): Promise<void> {
  await clearImportsOf(tx, schoolId, ids)
  await tx.sql(
    `UPDATE webhook_attempt a SET answer = '' FROM webhook_delivery d JOIN webhook_endpoint e ON e.id = d.endpoint_id
     WHERE a.delivery_id = d.id AND a.answer <> '' AND e.school_id = $1 AND d.kind LIKE 'person.%' AND d.noun_id = ANY($2::int[])`,
    [schoolId, ids],
  )
}

/**
 * Erases people of the author's school for good, in the caller's transaction, as part of an open change set: the record, its
 * links and unique values, the account and its sessions go; in history when and what stays, who it was goes. The feed
 * tells that they are gone. Messages to their phones leave the outbox. Whoever comes second finds nobody.
 */
export async function eraseRecords(tx: Db, author: Author, set: string, wanted: readonly number[]): Promise<Erased> {
  const found = await tx.sql<{ id: number }>(
    'SELECT id FROM person WHERE id = ANY($1::int[]) AND school_id = $2 ORDER BY id FOR UPDATE',
    [wanted, author.schoolId],
  )
  const ids = found.map(({ id }) => id)
  const held = await tx.sql<{ id: number }>(
    'SELECT id FROM account WHERE person_id = ANY($1::int[]) AND school_id = $2 ORDER BY id FOR UPDATE',
    [ids, author.schoolId],
  )
  const accounts = held.map(({ id }) => id)
  const phones = await phonesOf(tx, author.schoolId, { people: ids, accounts })
  const [row] = await tx.sql<{ changes: number }>(
    `SELECT mingce_history_erase($1, 'person', $2::int[]) + mingce_history_erase($1, 'account', $3::int[]) AS changes`,
    [author.schoolId, ids, accounts],
  )
  // Before the links go: the feed tells of guardians who stay by them.
  await tx.sql(
    `INSERT INTO change (change_set_id, school_id, noun, noun_id, action, before)
     SELECT $1::bigint, $2, 'person', id, 'delete', jsonb_build_object('erased', true, 'role', role) FROM person WHERE id = ANY($3::int[]) ORDER BY id`,
    [set, author.schoolId, ids],
  )
  await tx.sql(
    `INSERT INTO change (change_set_id, school_id, noun, noun_id, action, before)
     SELECT $1::bigint, $2, 'account', id, 'delete', '{"erased": true}' FROM unnest($3::int[]) AS id`,
    [set, author.schoolId, accounts],
  )
  await clearTraces(tx, author.schoolId, ids)
  await tx.sql('DELETE FROM person WHERE id = ANY($1::int[]) AND school_id = $2', [ids, author.schoolId])
  await clearMessages(tx, phones)
  return { people: ids.length, accounts: accounts.length, changes: row?.changes ?? 0 }
}

/** SQL for whether guardian `g` looks after nobody else than the children of `ids`, an SQL array. Deleted children count. */
export const onlyGuardianOf = (ids: string) =>
  `EXISTS (SELECT FROM guardianship l WHERE l.guardian_id = g.id AND l.student_id = ANY(${ids}))
   AND NOT EXISTS (SELECT FROM guardianship l WHERE l.guardian_id = g.id AND l.student_id <> ALL(${ids}))`

/** The same of guardians who are here for their children alone: whoever has an account stays until somebody says so. */
export const hereForOnly = (ids: string) =>
  `${onlyGuardianOf(ids)} AND NOT EXISTS (SELECT FROM account a WHERE a.person_id = g.id AND a.deleted_at IS NULL)`
