import type { Db } from '@/infra/db'
import { isBeyondAscii, isDigitsAlone, nameForm, nameLooks, numberSpellings } from './name-forms'

/** Names that say who runs a site: nobody takes one for themself. */
const reserved = [
  '管理员',
  '系统管理员',
  '超级管理员',
  '管理員',
  '系統管理員',
  '超級管理員',
  '名册',
  '名册管理员',
  '官方',
  '客服',
  'administrator',
  'root',
  'system',
  'support',
]
const reservedLooks = new Set(reserved.flatMap(nameLooks))

/** The columns of an account that follow from its user name. */
export const nameColumns = (username: string) => ({
  nameForm: nameForm(username),
  nameLooks: nameLooks(username),
})

type Unfilled = { id: number; username: string }
const batch = 2_000

/**
 * Computes the columns of user names that have none yet: those of an older version, whose migration cannot know what
 * letters look like. One look at an index when there is nothing to do.
 */
export async function fillNameColumns(db: Db): Promise<number> {
  for (let filled = 0; ; ) {
    const rows = await db.sql<Unfilled>(
      `SELECT id, username FROM account WHERE username IS NOT NULL AND name_looks = '{}' LIMIT ${batch}`,
    )
    if (rows.length === 0) return filled
    const columns = rows.map(({ id, username }) => ({ id, form: nameForm(username), looks: nameLooks(username) }))
    await db.sql(
      `UPDATE account a SET name_form = n.form, name_looks = n.looks
       FROM jsonb_to_recordset($1::jsonb) AS n(id int, form text, looks text[]) WHERE a.id = n.id AND a.name_looks = '{}'`,
      [JSON.stringify(columns)],
    )
    filled += rows.length
  }
}

/** Whether the name is one that somebody else has or is like. Indexes are asked for each of the ways. */
const heldSql = `SELECT
    EXISTS (SELECT FROM account WHERE username = $1 AND id IS DISTINCT FROM $2::int)
    OR EXISTS (SELECT FROM account WHERE name_form = $3 AND id IS DISTINCT FROM $2::int)
    OR EXISTS (SELECT FROM account WHERE name_looks && $4::text[] AND ($5::boolean OR name_form ~ '[^[:ascii:]]') AND id IS DISTINCT FROM $2::int)
    OR EXISTS (SELECT FROM account WHERE phone = ANY($6::text[]) AND deleted_at IS NULL AND id IS DISTINCT FROM $2::int)
    OR EXISTS (SELECT FROM account WHERE work_id = ANY($6::text[]) AND deleted_at IS NULL AND id IS DISTINCT FROM $2::int)
    OR EXISTS (SELECT FROM school s JOIN person p ON p.school_id = s.id AND p.usin = ANY($6::text[]) AND p.deleted_at IS NULL
      WHERE NOT EXISTS (SELECT FROM account a WHERE a.person_id = p.id AND a.id = $2::int)) AS held`

/**
 * Whether a new user name is taken, as the excourse contract says (POST /users/register/): held by its form or its look
 * by any account of the site, a number that somebody holds, digits alone, or reserved.
 * @param self the account that is to have the name: what it holds itself does not count
 * @param isOperator whether an operator or administrator gives the name, who may give one that is reserved
 */
export async function isNameTaken(
  db: Db,
  username: string,
  { self = null, mayBeReserved = false }: { self?: number | null; mayBeReserved?: boolean } = {},
): Promise<boolean> {
  const looks = nameLooks(username)
  if (isDigitsAlone(username)) return true
  if (!mayBeReserved && looks.some((look) => reservedLooks.has(look))) return true
  await fillNameColumns(db)
  const beyond = isBeyondAscii(username)
  const values = [username, self, nameForm(username), looks, beyond, numberSpellings(username)]
  const [row] = await db.sql<{ held: boolean }>(heldSql, values)
  return row?.held ?? false
}

/** Whoever takes a user name holds this advisory lock until the end of the transaction. */
const namesLock = 7_262_046_106

/**
 * Whether a name can be taken now, in the transaction that takes it: no two who look alike are taken at once. Call it
 * last before the write, since others who take a name wait until the transaction ends.
 */
export async function canTakeName(
  tx: Db,
  username: string,
  who: { self?: number | null; mayBeReserved?: boolean } = {},
): Promise<boolean> {
  await tx.sql(`SELECT pg_advisory_xact_lock(${namesLock})::text`)
  return !(await isNameTaken(tx, username, who))
}
