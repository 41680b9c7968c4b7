import type { Db } from '@/infra/db'
import { Values } from '@/infra/values'
import type { Actor } from '../actor'
import { forbidden, notFound, ok, type Result } from '../errors'
import { personRoles } from '../people/schema'
import { can } from '../policy'
import { findHeld } from './held'
import { type Account, accountFrom, accountSql, asColleague, type Colleague, parseAccount } from './record'
import { askTaken } from './taken-answers'

/** One account of a school, whoever asks: for commands that have settled that. */
export async function findAccount(db: Db, schoolId: number, id: number): Promise<Account | undefined> {
  const [row] = await db.sql<{ account: string }>(
    `SELECT ${accountSql} AS account FROM ${accountFrom} WHERE a.id = $1 AND a.school_id = $2 AND a.deleted_at IS NULL`,
    [id, schoolId],
  )
  return row && parseAccount(row.account)
}

/** The caller's own account, whole. */
export async function readOwnAccount(db: Db, actor: Actor): Promise<Result<Account>> {
  const account = actor.accountId === null ? undefined : await findAccount(db, actor.schoolId, actor.accountId)
  return account ? ok(account) : notFound
}

/**
 * One account of the school: whole for its owner and for administrators, as a colleague's for whoever may read accounts.
 * Registrations that nobody has let in are no colleagues, and `not_found`; accounts of others than teachers are `forbidden`.
 */
export async function readAccount(db: Db, actor: Actor, input: { id: number }): Promise<Result<Account | Colleague>> {
  const account = await findAccount(db, actor.schoolId, input.id)
  if (!account) return notFound
  if (account.id === actor.accountId || can(actor, 'accounts:manage')) return ok(account)
  if (!can(actor, 'accounts:read')) return forbidden
  if (account.is_pending) return notFound
  return (await isTeacher(db, account)) ? ok(asColleague(account)) : forbidden
}

/**
 * The same for pages, where rights come before the search: who may read nobody else is not told which accounts there are.
 * The excourse contract answers 404 before 403.
 */
export async function readAccountOnPages(
  db: Db,
  actor: Actor,
  input: { id: number },
): Promise<Result<Account | Colleague>> {
  const mayRead = input.id === actor.accountId || can(actor, 'accounts:read') || can(actor, 'accounts:manage')
  return mayRead ? readAccount(db, actor, input) : forbidden
}

/** Whether an account is a teacher's: of somebody who registered, or was matched with one, and not of a student or guardian. */
async function isTeacher(db: Db, { person_id }: Account): Promise<boolean> {
  if (person_id === null) return true
  const rows = await db.sql('SELECT 1 AS teacher FROM person WHERE id = $1 AND role = $2', [
    person_id,
    personRoles.teacher,
  ])
  return rows.length > 0
}

export type AccountList = {
  username?: string | undefined
  phone?: string | undefined
  state?: 'pending' | 'asking' | 'approved' | 'disabled' | undefined
  sort?: { by: 'id' | 'username' | 'create_time' | 'last_login'; desc: boolean }
  page: number
  per_page: number
}

const sortColumns = { id: 'a.id', username: 'a.username', create_time: 'a.created_at', last_login: 'a.last_login_at' }

const states = {
  pending: 'a.approved_at IS NULL AND a.refused_at IS NULL',
  asking: 'a.approved_at IS NOT NULL AND (a.wants_super <> 0 OR a.wants_grade <> 0)',
  approved: 'a.approved_at IS NOT NULL AND a.is_active',
  disabled: 'NOT a.is_active',
}

/** A page of the school's accounts and how many match; for its administrators. */
export async function listAccounts(
  db: Db,
  actor: Actor,
  input: AccountList,
): Promise<Result<{ rows: Account[]; total: number }>> {
  if (!can(actor, 'accounts:manage')) return forbidden
  const values = new Values()
  const where = [`a.school_id = ${values.add(actor.schoolId)}`, 'a.deleted_at IS NULL']
  if (input.username)
    where.push(`strpos(lower(coalesce(a.username, p.usin, '')), lower(${values.add(input.username)})) > 0`)
  if (input.phone) where.push(`a.phone = ${values.add(input.phone)}`)
  if (input.state) where.push(states[input.state])
  const { by, desc } = input.sort ?? { by: 'id', desc: false }
  const matching = `FROM ${accountFrom} WHERE ${where.join(' AND ')}`
  const order = `${sortColumns[by]} ${desc ? 'DESC NULLS LAST' : 'ASC NULLS FIRST'}, a.id`
  const [limit, offset] = [values.add(input.per_page), values.add((input.page - 1) * input.per_page)]
  const [row] = await db.sql<{ total: number; rows: string | null }>(
    `SELECT (SELECT count(*)::int ${matching}) AS total,
       (SELECT '[' || string_agg(t.account, ',') || ']' FROM (SELECT ${accountSql} AS account ${matching} ORDER BY ${order} LIMIT ${limit} OFFSET ${offset}) t) AS rows`,
    values.list,
  )
  return ok({ rows: JSON.parse(row?.rows ?? '[]'), total: row?.total ?? 0 })
}

/** Whether a new user name is free on the whole site; `throttled` when the caller's network was told too often that not. */
export async function checkUsername(db: Db, input: { username: string }): Promise<Result<boolean>> {
  const asked = await askTaken(db, () => findHeld(db, 0, input))
  return asked.ok ? ok(asked.value.length === 0) : asked
}
