import type { Db } from '@/infra/db'
import { brokenUnique } from '@/infra/sql-error'
import type { Actor } from '../actor'
import type { Issue } from '../errors'
import { record } from '../history/record'
import { isNameTaken } from './names'

type Held = 'phone' | 'work_id'

async function isHeld(db: Db, column: Held, condition: string, values: readonly unknown[]): Promise<boolean> {
  const rows = await db.sql(
    `SELECT 1 AS held FROM account WHERE school_id = $1 AND ${column} = $2 AND deleted_at IS NULL AND id IS DISTINCT FROM $3::int${condition}`,
    values,
  )
  return rows.length > 0
}

type Given = { username?: string | undefined; work_id?: string | null | undefined; phone?: string | undefined }
type Who = {
  self?: number | null
  /** A name is given by whoever administers, who may give a reserved one. */
  mayBeReserved?: boolean
  /** The phone is proven: whoever holds it in the school without a proof gives it up (see `releasePhone`). */
  proves?: boolean
}

/** Which of name, work number and phone somebody else holds. */
export async function findHeld(
  db: Db,
  schoolId: number,
  given: Given,
  { self = null, mayBeReserved = false, proves = false }: Who = {},
): Promise<Issue[]> {
  const issues: Issue[] = []
  const add = (field: string, value: string) => issues.push({ field, reason: 'taken', value })
  const { username, work_id, phone } = given
  if (username !== undefined && (await isNameTaken(db, username, { self, mayBeReserved }))) add('username', username)
  if (work_id && (await isHeld(db, 'work_id', '', [schoolId, work_id, self]))) add('work_id', work_id)
  const rivals = proves ? ` AND phone_state <> 'unproven'` : ''
  if (phone && (await isHeld(db, 'phone', rivals, [schoolId, phone, self]))) add('phone', phone)
  return issues
}

const constraints: Record<string, string> = {
  account_username_key: 'username',
  account_work_id_key: 'work_id',
  account_phone_key: 'phone',
}

/** The issue behind a broken constraint of the accounts, when that was the error. */
export function heldBy(error: unknown): Issue | undefined {
  const field = constraints[brokenUnique(error) ?? '']
  return field === undefined ? undefined : { field, reason: 'taken' }
}

type Author = Pick<Actor, 'schoolId' | 'via' | 'accountId' | 'apiKeyId'>

/**
 * Takes a phone from whoever of the school keeps it without a proof, in the transaction that proves it to be another's: a
 * stranger who wrote down somebody's phone cannot keep them from it.
 */
export async function releasePhone(tx: Db, author: Author, phone: string, self: number | null): Promise<void> {
  const released = await tx.sql<{ id: number }>(
    `UPDATE account SET phone = '', updated_at = clock_timestamp() WHERE school_id = $1 AND phone = $2 AND phone <> '' AND deleted_at IS NULL
       AND phone_state = 'unproven' AND id IS DISTINCT FROM $3::int RETURNING id`,
    [author.schoolId, phone, self],
  )
  const changes = released.map(({ id }) => ({
    noun: 'account' as const,
    nounId: id,
    action: 'update' as const,
    before: { phone },
    after: { phone: '' },
  }))
  if (changes.length > 0) await record(tx, author, changes)
}
