import { type Db, type RootDb, transaction } from '@/infra/db'
import { hashPassword } from '@/infra/hashing'
import type { Actor } from '../actor'
import { isConfirmed, unconfirmed } from '../confirmation'
import { forbidden, type Issue, invalid, notFound, ok, type Result, refused } from '../errors'
import { record } from '../history/record'
import { issuesOf } from '../issues'
import { can } from '../policy'
import { adminsAmong, leavesNoAdmin } from './administrators'
import { findHeld, heldBy, releaseNumber } from './held'
import { canTakeName, nameColumns } from './names'
import { passwordIssue } from './password-rules'
import { findAccount } from './queries'
import type { Account } from './record'
import { type AccountPatch, accountPatch } from './schema'
import { askTaken } from './taken-answers'

/** What only an administrator of the school may set. */
const administrative = ['is_grade', 'is_super', 'is_active'] as const
/** Changing one of these ends every token and session begun before. */
const ending = ['is_grade', 'is_super', 'is_active'] as const

const columns = {
  username: 'username',
  phone: 'phone',
  work_id: 'work_id',
  email: 'email',
  wechat: 'wechat',
  icon: 'icon',
  is_grade: 'is_grade',
  is_super: 'is_super',
  is_active: 'is_active',
  name_form: 'name_form',
  name_looks: 'name_looks',
  phone_state: 'phone_state',
  work_id_state: 'work_id_state',
} as const

/** What a caller may not set is left as it is, as the excourse contract leaves unknown keys. */
function allowed(actor: Actor, patch: AccountPatch, before: Account): AccountPatch {
  const kept = Object.entries(patch).filter(([key, value]) => {
    if (value === undefined) return false
    if (key === 'password') return value !== before.password
    return can(actor, 'accounts:manage') || !administrative.some((each) => each === key)
  })
  return Object.fromEntries(kept)
}

/** Raises the session version and ends browser sessions, but for what the caller themself acts with. */
export async function endEverything(db: Db, accountId: number, kept: string | null): Promise<void> {
  await db.sql('UPDATE account SET session_version = session_version + 1, kept_token = $2 WHERE id = $1', [
    accountId,
    kept,
  ])
  await db.sql(
    'UPDATE session SET ended_at = now() WHERE account_id = $1 AND ended_at IS NULL AND id::text IS DISTINCT FROM $2',
    [accountId, kept],
  )
}

/** A new password of an account, ready to be written. */
export type NewPassword = { id: number; hash: string; isWeak: boolean }

/** Hashes a new password, and looks whether it is weak. Waits in a queue: never within a transaction. */
export async function preparePassword(
  account: { id: number; known: string[] },
  password: string,
): Promise<NewPassword> {
  const isWeak = (await passwordIssue(password, account.known)) !== undefined
  return { id: account.id, hash: await hashPassword(password, `account ${account.id}`), isWeak }
}

/** Sets a new password, and ends all that the old one began but `kept`. */
export async function setPassword(db: Db, { id, hash, isWeak }: NewPassword, kept: string | null): Promise<void> {
  await db.sql('UPDATE account SET password_hash = $2, is_weak = $3, updated_at = now() WHERE id = $1', [
    id,
    hash,
    isWeak,
  ])
  await endEverything(db, id, kept)
}

/** What changes without the password being given again: how somebody is reached, and looks. */
const harmless: readonly string[] = ['email', 'wechat', 'icon']

/** The keys of a patch that change something; a role or a status that is given decides in any case. */
function decided(before: Account, patch: AccountPatch): string[] {
  const now = new Map<string, unknown>(Object.entries(before))
  return Object.entries(patch)
    .filter(([key, value]) => administrative.some((each) => each === key) || now.get(key) !== value)
    .map(([key]) => key)
}

/**
 * By which way a change comes. By the pages nobody changes their own password or phone here: `changeOwnPassword` asks for
 * the current one, `changeOwnPhone` for a code. The contract of `PUT /users/{pk}/` lets both through.
 */
export type Way = 'pages' | 'contract'

type Checked = { before: Account; patch: AccountPatch }

/** What the actor proves by giving it: an administrator another's phone, and any work number. */
function provenBy(actor: Actor, id: number): readonly ('phone' | 'work_id')[] {
  if (!can(actor, 'accounts:manage')) return []
  return id === actor.accountId ? ['work_id'] : ['phone', 'work_id']
}

type States = { phone_state?: 'proven' | 'unproven'; work_id_state?: 'proven' | 'unproven' }

/** The states of the numbers that a patch gives: an administrator proves one by giving it again. */
function statesOf(actor: Actor, before: Account, patch: AccountPatch): States {
  const proves = provenBy(actor, before.id)
  const state = (key: 'phone' | 'work_id'): 'proven' | 'unproven' | undefined => {
    if (patch[key] && proves.includes(key)) return 'proven'
    return patch[key] && patch[key] !== before[key] ? 'unproven' : undefined
  }
  const [phone_state, work_id_state] = [state('phone'), state('work_id')]
  return { ...(phone_state && { phone_state }), ...(work_id_state && { work_id_state }) }
}

/** What of a name or number is new: what is sent back as it was read is no question. */
const changedOf = ({ username, phone, work_id }: AccountPatch, before: Account) => ({
  ...(username !== undefined && username !== before.username && { username }),
  ...(phone && phone !== before.phone && { phone }),
  ...(work_id && work_id !== before.work_id && { work_id }),
})

async function check(db: Db, actor: Actor, id: number, input: object, way: Way): Promise<Result<Checked>> {
  const isSelf = id === actor.accountId
  // Whoever may not is not told either which accounts there are.
  if (!isSelf && !can(actor, 'accounts:manage')) return forbidden
  const before = await findAccount(db, actor.schoolId, id)
  if (!before) return notFound
  const parsed = accountPatch.safeParse(input)
  if (!parsed.success) return invalid(...issuesOf(parsed.error, input))
  const patch = allowed(actor, parsed.data, before)
  const keys = decided(before, patch)
  const passesBy = isSelf && keys.some((key) => key === 'password' || key === 'phone')
  if (passesBy && way === 'pages') return forbidden
  if (!isConfirmed(actor) && keys.some((key) => !harmless.includes(key))) return unconfirmed
  const isAdmin = can(actor, 'accounts:manage')
  const given = changedOf(patch, before)
  const look = (some: Pick<AccountPatch, 'username' | 'phone' | 'work_id'>) =>
    findHeld(db, actor.schoolId, some, { self: id, mayBeReserved: isAdmin, proves: provenBy(actor, id) })
  // An administrator sees who of the school has which number; a user name is the whole site's.
  const { username, ...numbers } = given
  const asked = await askTaken(db, () => look(isAdmin ? { username } : given))
  if (!asked.ok) return asked
  const issues: Issue[] = isAdmin ? [...asked.value, ...(await look(numbers))] : asked.value
  return issues.length > 0 ? invalid(...issues) : ok({ before, patch })
}

/**
 * Changes an account: oneself, or as an administrator of the school, who may also set `is_grade`, `is_super` and
 * `is_active`. A password, a role or disabling ends what was begun before; the token or session that changed its own
 * password stays. `refused: last_admin` when the school would be left without an administrator; `confirm` where more than
 * `harmless` keys change and the password was not given lately.
 */
export async function updateAccount(
  db: RootDb,
  actor: Actor,
  id: number,
  input: object,
  way: Way = 'pages',
): Promise<Result<Account>> {
  const checked = await check(db, actor, id, input, way)
  if (!checked.ok) return checked
  const { before, patch } = checked.value
  const isSelf = id === actor.accountId
  const known = [patch.username ?? before.username, patch.phone ?? before.phone]
  const password = patch.password === undefined ? undefined : await preparePassword({ id, known }, patch.password)
  try {
    return await transaction(db, async (tx) => {
      const admins = await adminsAmong(tx.sql, actor.schoolId, { accounts: [id] })
      const states = statesOf(actor, before, patch)
      for (const column of ['phone', 'work_id'] as const) {
        const number = states[`${column}_state`] === 'proven' ? patch[column] : undefined
        if (number) await releaseNumber(tx, actor, column, number, id)
      }
      const changed = ending.some((key) => patch[key] !== undefined && patch[key] !== before[key])
      if (password) await setPassword(tx, password, isSelf ? actor.tokenId : null)
      else if (changed) await endEverything(tx, id, null)
      const { username } = changedOf(patch, before)
      if (
        username !== undefined &&
        !(await canTakeName(tx, username, { self: id, mayBeReserved: can(actor, 'accounts:manage') }))
      )
        return invalid({ field: 'username', reason: 'taken', value: username })
      await write(tx, id, patch, states)
      const after = await findAccount(tx, actor.schoolId, id)
      if (!after) return notFound
      await record(tx, actor, [{ noun: 'account', nounId: id, action: 'update', ...difference(before, after, patch) }])
      const isDemoted = after.is_super === 0 || !after.is_active
      const isLast = isDemoted && (await leavesNoAdmin(tx.sql, actor.schoolId, { accounts: admins }))
      return isLast ? refused('last_admin') : ok(after)
    })
  } catch (error) {
    const issue = heldBy(error)
    if (issue) return invalid(issue)
    throw error
  }
}

async function write(db: Db, id: number, patch: AccountPatch, states: object): Promise<void> {
  const { nameForm = null, nameLooks = null } = patch.username === undefined ? {} : nameColumns(patch.username)
  const all = { ...patch, ...states, ...(nameForm !== null && { name_form: nameForm, name_looks: nameLooks }) }
  const given = Object.entries(columns).filter(([key]) => Object.hasOwn(all, key))
  const values = new Map<string, unknown>(Object.entries(all))
  const sets = given.map(([, column], at) => `${column} = $${at + 2}`)
  // A role that is given answers whatever was asked for.
  if (patch.is_grade !== undefined) sets.push('wants_grade = 0')
  if (patch.is_super !== undefined) sets.push('wants_super = 0')
  await db.sql(`UPDATE account SET ${[...sets, 'updated_at = clock_timestamp()'].join(', ')} WHERE id = $1`, [
    id,
    ...given.map(([key]) => values.get(key) ?? null),
  ])
}

function difference(before: Account, after: Account, patch: AccountPatch): { before: object; after: object } {
  const old = new Map<string, unknown>(Object.entries(before))
  const changed = Object.entries(after).filter(([key, value]) => Object.hasOwn(columns, key) && old.get(key) !== value)
  return {
    before: Object.fromEntries(changed.map(([key]) => [key, old.get(key)])),
    after: { ...Object.fromEntries(changed), ...(patch.password === undefined ? {} : { password_changed: true }) },
  }
}
