import { type Db, transaction } from '@/infra/db'
import { adminsAmong, leavesNoAdmin } from '../accounts/administrators'
import type { Actor } from '../actor'
import { isConfirmed, unconfirmed } from '../confirmation'
import { forbidden, notFound, ok, type Result, refused } from '../errors'
import { type Author, openChangeSet } from '../history/record'
import { can } from '../policy'
import { clearMessages, phonesOf } from './messages'

export type ErasedAccount = { change_set: string }

/**
 * Erases accounts without a person for good, in the caller's transaction, as one change set. The account, its sessions and
 * links go. Its history keeps what happened and when, not who it was. Codes lose the phone they were sent to, and are
 * counted on. The accounts are locked by the caller.
 */
export async function eraseAccounts(tx: Db, author: Author, ids: readonly number[]): Promise<string> {
  const phones = await phonesOf(tx, author.schoolId, { people: [], accounts: ids })
  const set = await openChangeSet(tx, author, { kind: 'erasure' })
  await tx.sql(`SELECT mingce_history_erase($1, 'account', $2::int[]) AS changes`, [author.schoolId, ids])
  await tx.sql(
    `INSERT INTO change (change_set_id, school_id, noun, noun_id, action, before)
     SELECT $1::bigint, $2, 'account', id, 'delete', '{"erased": true}' FROM unnest($3::int[]) AS id`,
    [set, author.schoolId, ids],
  )
  await tx.sql('DELETE FROM account WHERE id = ANY($1::int[]) AND school_id = $2', [ids, author.schoolId])
  // A number that somebody else on the site has may be waiting for its code.
  await tx.sql(
    `UPDATE sms_code c SET phone = '' WHERE c.phone = ANY($1::text[]) AND c.phone <> ''
       AND NOT EXISTS (SELECT FROM account a WHERE a.phone = c.phone AND a.deleted_at IS NULL)`,
    [phones],
  )
  await clearMessages(tx, phones)
  return set
}

/**
 * Erases one account that has no person: a registration, or one approved without a record. It cannot be undone.
 * `refused: own_record` for the caller's own, `has_record` where a person must be erased instead, `last_admin`.
 */
export async function eraseAccount(db: Db, actor: Actor, { id }: { id: number }): Promise<Result<ErasedAccount>> {
  if (!can(actor, 'accounts:manage') || !can(actor, 'privacy:write')) return forbidden
  if (!isConfirmed(actor)) return unconfirmed
  return transaction(db, async (tx) => {
    await tx.sql('SELECT id FROM school WHERE id = $1 FOR SHARE', [actor.schoolId])
    const [account] = await tx.sql<{ person_id: number | null }>(
      'SELECT person_id FROM account WHERE id = $1 AND school_id = $2 FOR UPDATE',
      [id, actor.schoolId],
    )
    if (!account) return notFound
    if (id === actor.accountId) return refused('own_record')
    if (account.person_id !== null) return refused('has_record')
    const admins = await adminsAmong(tx.sql, actor.schoolId, { accounts: [id] })
    const set = await eraseAccounts(tx, actor, [id])
    const isLast = await leavesNoAdmin(tx.sql, actor.schoolId, { accounts: admins })
    return isLast ? refused('last_admin') : ok({ change_set: set })
  })
}
