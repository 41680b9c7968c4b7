import type { Sql } from '@/infra/db'
import { alive } from './record'

/** What the account itself must be, of an account `a`: an approved administrator who can sign in with a password. */
export const isAdminAccount = `a.is_super <> 0 AND a.approved_at IS NOT NULL AND a.is_active AND a.deleted_at IS NULL
  AND a.password_hash IS NOT NULL AND a.password_hash NOT LIKE '!%'`

/**
 * SQL for whether an account `a` administers its school, with its person `p` (`LEFT JOIN`). A weak password counts: its
 * owner signs in and changes it.
 */
export const administers = `(${isAdminAccount} AND ${alive})`

/** The administrators of one school are counted under this advisory lock, so that two removals do not count each other. */
const adminsLock = 7_262_047

/**
 * The accounts among these that administer the school now. They are held until the end of the transaction. Ask before the
 * write, for writes that change or delete accounts.
 */
export async function adminsAmong(
  sql: Sql,
  schoolId: number,
  who: { accounts: readonly number[] } | { people: readonly number[] },
): Promise<number[]> {
  const [column, ids] = 'accounts' in who ? ['a.id', who.accounts] : ['a.person_id', who.people]
  const rows = await sql<{ id: number; administers: boolean }>(
    `SELECT a.id, ${administers} AS administers FROM account a LEFT JOIN person p ON p.id = a.person_id
     WHERE a.school_id = $1 AND ${column} = ANY($2::int[]) ORDER BY a.id FOR NO KEY UPDATE OF a`,
    [schoolId, ids],
  )
  return rows.filter((row) => row.administers).map(({ id }) => id)
}

/** Whose administrators may be gone: accounts of `adminsAmong`, people who left normal status, or all whom a change set took. */
type Gone = { accounts: readonly number[] } | { people: readonly number[] } | { changeSet: string }

/** Whether one of the people who went has an account that administered the school until then; their accounts are held. */
async function tookAdmin(sql: Sql, schoolId: number, gone: Exclude<Gone, { accounts: unknown }>): Promise<boolean> {
  const [people, value] =
    'people' in gone
      ? ['SELECT unnest($2::int[])', gone.people]
      : [
          `SELECT c.noun_id FROM change c JOIN person p ON p.id = c.noun_id WHERE c.change_set_id = $2::bigint AND c.noun = 'person'
             AND CASE WHEN c.action = 'delete' THEN p.status = 1 ELSE c.before ->> 'status' = '1' END`,
          gone.changeSet,
        ]
  // All of them are held, so that nobody is made an administrator while their record goes.
  const rows = await sql<{ admin: boolean }>(
    `SELECT ${isAdminAccount} AS admin FROM account a WHERE a.school_id = $1 AND a.person_id IN (${people}) ORDER BY a.id FOR NO KEY UPDATE`,
    [schoolId, value],
  )
  return rows.some(({ admin }) => admin)
}

/**
 * Whether the transaction, after its writes, leaves the school without an administrator that it had before. The caller then
 * answers `refused('last_admin')` and rolls back. Every command that can take an administrator away asks this last, after its
 * history too: the lock taken here is held to the end, and whoever waits for it holds the rows that it wrote.
 */
export async function leavesNoAdmin(sql: Sql, schoolId: number, gone: Gone): Promise<boolean> {
  const took = 'accounts' in gone ? gone.accounts.length > 0 : await tookAdmin(sql, schoolId, gone)
  if (!took) return false
  await sql('SELECT pg_advisory_xact_lock($1, $2)::text', [adminsLock, schoolId])
  // A statement of its own: what others committed while this one waited is seen.
  const [row] = await sql<{ some: boolean }>(
    `SELECT EXISTS (SELECT FROM account a LEFT JOIN person p ON p.id = a.person_id WHERE a.school_id = $1 AND ${administers}) AS some`,
    [schoolId],
  )
  return row?.some !== true
}
