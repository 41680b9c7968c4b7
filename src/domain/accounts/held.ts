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
  /** What is proven: whoever holds that in the school without a proof gives it up (see `releaseNumber`). */
  proves?: readonly Held[]
}

/** Which of name, work number and phone somebody else holds. */
export async function findHeld(
  db: Db,
  schoolId: number,
  given: Given,
  { self = null, mayBeReserved = false, proves = [] }: Who = {},
): Promise<Issue[]> {
  const issues: Issue[] = []
  const add = (field: string, value: string) => issues.push({ field, reason: 'taken', value })
  const { username, work_id, phone } = given
  if (username !== undefined && (await isNameTaken(db, username, { self, mayBeReserved }))) add('username', username)
  const rivals = (column: Held) => (proves.includes(column) ? ` AND ${column}_state <> 'unproven'` : '')
  const held = (column: Held, value: string) => isHeld(db, column, rivals(column), [schoolId, value, self])
  if (work_id && (await held('work_id', work_id))) add('work_id', work_id)
  if (phone && (await held('phone', phone))) add('phone', phone)
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
 * Takes a phone or work number from whoever of the school keeps it without a proof, in the transaction that proves it to be
 * another's: a stranger who wrote down somebody's number cannot keep them from it.
 */
export async function releaseNumber(
  tx: Db,
  author: Author,
  column: Held,
  number: string,
  self: number | null,
): Promise<void> {
  const empty = column === 'phone' ? '' : null
  const released = await tx.sql<{ id: number }>(
    `UPDATE account SET ${column} = $4, updated_at = clock_timestamp() WHERE school_id = $1 AND ${column} = $2 AND ${column} <> ''
       AND deleted_at IS NULL AND ${column}_state = 'unproven' AND id IS DISTINCT FROM $3::int RETURNING id`,
    [author.schoolId, number, self, empty],
  )
  const changes = released.map(({ id }) => ({
    noun: 'account' as const,
    nounId: id,
    action: 'update' as const,
    before: { [column]: number },
    after: { [column]: empty },
  }))
  if (changes.length > 0) await record(tx, author, changes)
}
