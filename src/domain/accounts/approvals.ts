import { z } from 'zod'
import { type Db, transaction } from '@/infra/db'
import { brokenUnique } from '@/infra/sql-error'
import type { Actor } from '../actor'
import { forbidden, invalid, notFound, ok, type Result, refused } from '../errors'
import { type Change, record } from '../history/record'
import { recordId } from '../ids'
import { createPerson } from '../people/commands'
import { can } from '../policy'
import { endEverything } from './update'

/**
 * Why a registration may be a teacher. `work_id`: the typed number is theirs, and the name or the proven phone agrees;
 * `phone`: name and proven phone; `number`: the typed number alone, which anybody can know; `record`: the account is this
 * teacher's already, made with the record by the API key named `key`.
 */
export type Suggestion = {
  id: number
  name: string
  usin: string
  by: 'work_id' | 'phone' | 'number' | 'record'
  key?: string
}

/** For registrations that wait, the teachers of the school they may be, the likeliest first. */
export async function suggestTeachers(
  db: Db,
  actor: Actor,
  input: { ids: readonly number[] },
): Promise<Result<Record<number, Suggestion[]>>> {
  if (!can(actor, 'accounts:manage')) return forbidden
  const rows = await db.sql<Suggestion & { account_id: number }>(
    `SELECT a.id AS account_id, p.id, p.name, p.usin,
       CASE WHEN NOT same.number THEN 'phone' WHEN same.name OR same.phone THEN 'work_id' ELSE 'number' END AS by
     FROM account a JOIN person p ON p.school_id = a.school_id AND p.role = 2 AND p.deleted_at IS NULL
       CROSS JOIN LATERAL (SELECT coalesce(a.work_id IN (p.usin, p.outer_id), false) AS number,
         p.name IN (a.username, regexp_replace(a.username, '[0-9]+$', '')) AS name,
         p.phone = a.phone AND p.phone <> '' AND a.phone_state = 'proven' AS phone) same
     WHERE a.school_id = $1 AND a.id = ANY($2::int[]) AND a.person_id IS NULL AND a.deleted_at IS NULL
       AND (a.work_id IN (p.usin, p.outer_id) OR (p.name = a.username AND same.phone))
       AND NOT EXISTS (SELECT FROM account o WHERE o.person_id = p.id)
     ORDER BY a.id, array_position(ARRAY['work_id', 'phone', 'number'], CASE WHEN NOT same.number THEN 'phone' WHEN same.name OR same.phone THEN 'work_id' ELSE 'number' END), p.id`,
    [actor.schoolId, input.ids],
  )
  const own = await db.sql<Suggestion & { account_id: number }>(
    `SELECT a.id AS account_id, p.id, p.name, p.usin, 'record' AS by, coalesce(k.name, '') AS key
     FROM account a JOIN person p ON p.id = a.person_id LEFT JOIN api_key k ON k.id = a.made_by_key_id
     WHERE a.school_id = $1 AND a.id = ANY($2::int[]) AND a.deleted_at IS NULL`,
    [actor.schoolId, input.ids],
  )
  const found: Record<number, Suggestion[]> = {}
  for (const { account_id, ...suggestion } of [...rows, ...own]) {
    found[account_id] = [...(found[account_id] ?? []), suggestion]
  }
  return ok(found)
}

export const approval = z.strictObject({
  id: recordId,
  /** The teacher they are; `new` makes a record, `none` leaves the account without one. */
  person: z.union([recordId, z.literal(['new', 'none'])]),
  grant_grade: z.boolean().default(false),
  grant_super: z.boolean().default(false),
})
type Approval = z.infer<typeof approval>

type Waiting = {
  id: number
  username: string
  work_id: string | null
  phone: string
  email: string | null
  /** Of an account that an API key made with the teacher's record: that teacher, who it stays. */
  person_id: number | null
  wants_grade: number
  wants_super: number
}

async function teacherOf(
  db: Db,
  actor: Actor,
  account: Waiting,
  person: Approval['person'],
): Promise<Result<number | null>> {
  if (account.person_id !== null)
    return typeof person === 'number' && person !== account.person_id
      ? refused('matched_already')
      : ok(account.person_id)
  if (person === 'none') return ok(null)
  if (person === 'new') {
    const input = {
      role: 2,
      usin: account.work_id ?? account.username,
      name: account.username.slice(0, 64),
      phone: account.phone,
      email: account.email ?? '',
    }
    const made = await createPerson(db, actor, input, 'nested')
    return made.ok ? ok(Number(JSON.parse(made.value).id)) : made
  }
  const [row] = await db.sql<{ held: boolean }>(
    `SELECT EXISTS (SELECT FROM account o WHERE o.person_id = p.id) AS held FROM person p
     WHERE p.id = $1 AND p.school_id = $2 AND p.role = 2 AND p.deleted_at IS NULL`,
    [person, actor.schoolId],
  )
  if (!row) return invalid({ field: 'person', reason: 'absent', value: String(person) })
  return row.held ? refused('matched_already') : ok(person)
}

/**
 * Locks teachers and registrations in the order of their ids: two approvals as one teacher wait for each other, and
 * approvals of the same people in another order do not block one another.
 */
async function hold(tx: Db, actor: Actor, approvals: readonly Approval[]): Promise<void> {
  const people = approvals.flatMap(({ person }) => (typeof person === 'number' ? [person] : []))
  const lock = 'AND school_id = $2 ORDER BY id FOR NO KEY UPDATE'
  if (people.length > 0)
    await tx.sql(`SELECT id FROM person WHERE id = ANY($1::int[]) ${lock}`, [people, actor.schoolId])
  await holdAccounts(
    tx,
    actor,
    approvals.map(({ id }) => id),
  )
}

/** Locks accounts of the school in the order of their ids. */
const holdAccounts = (tx: Db, actor: Actor, ids: readonly number[]) =>
  tx.sql('SELECT id FROM account WHERE id = ANY($1::int[]) AND school_id = $2 ORDER BY id FOR UPDATE', [
    ids,
    actor.schoolId,
  ])

/**
 * SQL: whether a registration `account` that is let in as the person `$2` signs in by the work number it typed: not by one that
 * is somebody else's on record, who would be kept from their own.
 */
const workIdState = `CASE WHEN EXISTS (SELECT FROM person o WHERE o.school_id = account.school_id AND o.usin = account.work_id
  AND o.deleted_at IS NULL AND o.id IS DISTINCT FROM $2::int) THEN 'unproven' ELSE 'proven' END`

/**
 * Lets registrations in, each with the teacher it is and with what it asked for if that is granted; all or none. One that
 * was let in already is `refused: decided_already`; a teacher who got an account meanwhile, `refused: matched_already`.
 */
export async function approve(
  db: Db,
  actor: Actor,
  approvals: readonly Approval[],
): Promise<Result<{ count: number }>> {
  if (!can(actor, 'accounts:manage')) return forbidden
  const work = async (tx: Db): Promise<Result<{ count: number }>> => {
    const changes: Change[] = []
    await hold(tx, actor, approvals)
    for (const { id, person, grant_grade, grant_super } of approvals) {
      const [account] = await tx.sql<Waiting & { approved: boolean }>(
        `SELECT id, coalesce(username, '') AS username, work_id, phone, email, person_id, wants_grade::int, wants_super::int, approved_at IS NOT NULL AS approved
         FROM account WHERE id = $1 AND school_id = $2 AND deleted_at IS NULL`,
        [id, actor.schoolId],
      )
      if (!account) return notFound
      if (account.approved) return refused('decided_already')
      const teacher = await teacherOf(tx, actor, account, person)
      if (!teacher.ok) return teacher
      const granted = {
        is_grade: grant_grade ? account.wants_grade : 0,
        is_super: grant_super ? account.wants_super : 0,
      }
      await tx.sql(
        `UPDATE account SET approved_at = now(), refused_at = NULL, refusal = '', work_id_state = ${workIdState}, person_id = $2::int, is_grade = $3, is_super = $4,
           wants_grade = 0, wants_super = 0, updated_at = now() WHERE id = $1`,
        [id, teacher.value, granted.is_grade, granted.is_super],
      )
      changes.push({
        noun: 'account',
        nounId: id,
        action: 'update',
        before: { approved: false },
        after: { approved: true, person_id: teacher.value, ...granted },
      })
    }
    await record(tx, actor, changes)
    return ok({ count: changes.length })
  }
  try {
    return await transaction(db, work)
  } catch (error) {
    if (brokenUnique(error) === 'account_person_id_key') return refused('matched_already')
    throw error
  }
}

/** Refuses registrations that wait, with a reason that their owners read; they can be let in later all the same. */
export async function refuse(
  db: Db,
  actor: Actor,
  input: { ids: readonly number[]; reason: string },
): Promise<Result<{ count: number }>> {
  if (!can(actor, 'accounts:manage')) return forbidden
  return transaction(db, async (tx) => {
    await holdAccounts(tx, actor, input.ids)
    const rows = await tx.sql<{ id: number }>(
      `UPDATE account SET refused_at = now(), waiting_since = now(), refusal = $3, updated_at = now()
       WHERE id = ANY($1::int[]) AND school_id = $2 AND approved_at IS NULL AND deleted_at IS NULL RETURNING id`,
      [input.ids, actor.schoolId, input.reason.trim().slice(0, 500)],
    )
    if (rows.length === 0) return notFound
    await record(
      tx,
      actor,
      rows.map(({ id }) => ({
        noun: 'account',
        nounId: id,
        action: 'update',
        after: { refused: true, refusal: input.reason },
      })),
    )
    return ok({ count: rows.length })
  })
}

type Wishes = { is_grade: number; is_super: number; wants_grade: number; wants_super: number }

/**
 * Grants or refuses what accounts that are let in asked to be, all or none; a refusal has a reason that its owner reads.
 * A new role ends what was begun before it.
 */
export async function decideWishes(
  db: Db,
  actor: Actor,
  input: { ids: readonly number[]; grant: boolean; reason: string },
): Promise<Result<{ count: number }>> {
  if (!can(actor, 'accounts:manage')) return forbidden
  const refusal = input.grant ? '' : input.reason.trim().slice(0, 500)
  return transaction(db, async (tx) => {
    const changes: Change[] = []
    await holdAccounts(tx, actor, input.ids)
    for (const id of input.ids) {
      const [before] = await tx.sql<Wishes>(
        `SELECT is_grade::int, is_super::int, wants_grade::int, wants_super::int FROM account
         WHERE id = $1 AND school_id = $2 AND approved_at IS NOT NULL AND deleted_at IS NULL`,
        [id, actor.schoolId],
      )
      if (!before) return notFound
      if (before.wants_grade === 0 && before.wants_super === 0) return refused('decided_already')
      const wanted = {
        is_grade: before.wants_grade || before.is_grade,
        is_super: before.wants_super || before.is_super,
      }
      const after = input.grant ? wanted : { is_grade: before.is_grade, is_super: before.is_super }
      await tx.sql(
        `UPDATE account SET is_grade = $2, is_super = $3, refusal = $4, wants_grade = 0, wants_super = 0, updated_at = now() WHERE id = $1`,
        [id, after.is_grade, after.is_super, refusal],
      )
      if (input.grant) await endEverything(tx, id, null)
      changes.push({
        noun: 'account',
        nounId: id,
        action: 'update',
        before,
        after: { ...after, granted: input.grant, refusal },
      })
    }
    await record(tx, actor, changes)
    return ok({ count: changes.length })
  })
}
