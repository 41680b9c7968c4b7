import { randomUUID } from 'node:crypto'
import { type Db, type RootDb, transaction } from '@/infra/db'
import { digest, newSecret } from '@/infra/hashing'
import { log } from '@/infra/log'
import type { Actor } from '../actor'
import { forbidden, invalid, notFound, ok, type Result, refused } from '../errors'
import { record } from '../history/record'
import { can } from '../policy'
import { requestCode, takeCode, tryCode } from './codes'
import { isKnownBrowser, type KnownBrowser } from './guesses'
import { nameForm } from './name-forms'
import { checkPassword } from './own'
import { findAccount } from './queries'
import { alive } from './record'
import { phonePattern } from './schema'
import { type NewPassword, preparePassword, setPassword } from './update'

type Found = { id: number; school_id: number; username: string; phone: string }

/** Whose password it is: `username` and `school_id` tell accounts apart that have the same phone. */
type Whose = { phone: string; username?: string | undefined; school_id?: number | undefined }

/** The accounts whose phone it is, as at sign-in: proven, or legacy while it is nobody's by proof. Two at most. */
function findByPhone(db: Db, { phone, username, school_id }: Whose): Promise<Found[]> {
  return db.sql<Found>(
    `WITH holders AS MATERIALIZED (SELECT a.id, a.school_id, coalesce(a.username, p.usin, '') AS username, a.name_form, a.phone, a.phone_state
       FROM account a LEFT JOIN person p ON p.id = a.person_id
       WHERE a.phone = $1 AND a.phone <> '' AND a.phone_state <> 'unproven' AND ${alive})
     SELECT id, school_id, username, phone FROM holders
     WHERE (phone_state = 'proven' OR NOT EXISTS (SELECT FROM holders WHERE phone_state = 'proven'))
       AND ($2::text IS NULL OR username = $2 OR name_form = $3) AND ($4::int IS NULL OR school_id = $4) LIMIT 2`,
    [phone, username || null, nameForm(username ?? ''), school_id ?? null],
  )
}

/** `known`: the accounts that the browser signed in to before. */
export type ForgottenInput = { phone: string; address: string; known?: readonly KnownBrowser[] }

/**
 * Sends a code for a forgotten password to a phone that an account has; whose password it is, is asked with the code. The
 * answer is the same, and comes as soon, whether there is one: the message goes out afterwards, and to nobody when there is
 * none. A browser that the account signed in from before has codes of its own, which strangers cannot use up.
 */
export async function requestReset(db: RootDb, input: ForgottenInput): Promise<Result<null>> {
  if (!phonePattern.test(input.phone)) return invalid({ field: 'phone', reason: 'invalid' })
  const [account, another] = await findByPhone(db, { phone: input.phone })
  const isKnown = (id: number | undefined) => isKnownBrowser(db, id, input.known ?? [])
  // As long on its way, however many accounts have the phone.
  const known = (await Promise.all([isKnown(account?.id), isKnown(another?.id)])).includes(true)
  const asked = { phone: input.phone, purpose: 'password', address: input.address, known } as const
  return requestCode(db, asked, account ? 'later' : 'never', (failure) =>
    log.warn({ failure }, 'a code for a forgotten password was not sent'),
  )
}

/**
 * Sets a new password by the code that was sent to the account's phone, which it proves; every session and token ends. Whoever
 * has the right code of a phone that several accounts have is asked for the school: `school_id: ambiguous`.
 * @returns by which the browser that did it is known to the account from now on: it can sign in, whatever strangers guessed
 */
export async function resetByCode(
  db: RootDb,
  input: Whose & { code: string; password: string },
): Promise<Result<KnownBrowser>> {
  const tried = await tryCode(db, { phone: input.phone, purpose: 'password', code: input.code })
  if ('reason' in tried) return invalid(tried)
  const [account, another] = await findByPhone(db, input)
  if (another) return invalid({ field: 'school_id', reason: 'ambiguous' })
  if (!account) return invalid({ field: 'code', reason: 'wrong_code' })
  const known = [account.username, account.phone]
  const checked = await checkPassword(input.password, known)
  if (!checked.ok) return checked
  const ready = await preparePassword({ id: account.id, known }, input.password)
  return transaction(db, async (tx) => {
    if (!(await takeCode(tx, tried.id))) return invalid({ field: 'code', reason: 'wrong_code' })
    // The number may have gone to somebody else while the password was judged.
    const [now, more] = await findByPhone(tx, input)
    if (now?.id !== account.id || more) return invalid({ field: 'code', reason: 'wrong_code' })
    await tx.sql(`UPDATE account SET phone_state = 'proven' WHERE id = $1`, [account.id])
    return write(tx, account, ready)
  })
}

async function write(tx: Db, account: Found, ready: NewPassword): Promise<Result<KnownBrowser>> {
  await setPassword(tx, ready, null)
  const author = { schoolId: account.school_id, via: 'page', accountId: account.id, apiKeyId: null } as const
  await record(tx, author, [
    { noun: 'account', nounId: account.id, action: 'update', after: { password_changed: true } },
  ])
  const [row] = await tx.sql<{ version: number }>('SELECT session_version AS version FROM account WHERE id = $1', [
    account.id,
  ])
  return row ? ok({ accountId: account.id, sessionId: randomUUID(), version: row.version }) : notFound
}

const purpose = 'password'
const lifeHours = 24

/** A one-time link by which the owner of an account sets a new password; the secret is shown to the administrator once. None
 * is made for oneself. */
export async function createResetLink(
  db: RootDb,
  actor: Actor,
  input: { id: number },
): Promise<Result<{ token: string }>> {
  if (!can(actor, 'accounts:manage')) return forbidden
  // One's own password is changed by the current one.
  if (input.id === actor.accountId) return forbidden
  if (!(await findAccount(db, actor.schoolId, input.id))) return notFound
  const token = newSecret()
  return transaction(db, async (tx) => {
    await tx.prisma.oneTimeLink.deleteMany({ where: { purpose, accountId: input.id } })
    const expiresAt = new Date(Date.now() + lifeHours * 3_600_000)
    await tx.prisma.oneTimeLink.create({ data: { purpose, accountId: input.id, tokenHash: digest(token), expiresAt } })
    await record(tx, actor, [{ noun: 'account', nounId: input.id, action: 'update', after: { reset_link_made: true } }])
    return ok({ token })
  })
}

/** Whose link it is, while it can be used. */
export async function findResetLink(db: Db, token: string): Promise<Found | undefined> {
  const [row] = await db.sql<Found>(
    `SELECT a.id, a.school_id, coalesce(a.username, p.usin, '') AS username, a.phone FROM one_time_link l JOIN account a ON a.id = l.account_id
       LEFT JOIN person p ON p.id = a.person_id WHERE l.purpose = '${purpose}' AND l.token_hash = $1 AND l.used_at IS NULL AND l.expires_at > now() AND ${alive}`,
    [digest(token)],
  )
  return row
}

/** Sets a new password by an administrator's link, which is used up by it; answers as `resetByCode` does. */
export async function resetByLink(
  db: RootDb,
  input: { token: string; password: string },
): Promise<Result<KnownBrowser>> {
  const account = await findResetLink(db, input.token)
  if (!account) return refused('link_used')
  const known = [account.username, account.phone]
  const checked = await checkPassword(input.password, known)
  if (!checked.ok) return checked
  const ready = await preparePassword({ id: account.id, known }, input.password)
  return transaction(db, async (tx) =>
    (await takeResetLink(tx, input.token)) ? write(tx, account, ready) : refused('link_used'),
  )
}

/** Uses a link up, in the transaction of the new password; false when it no longer opens the account. */
async function takeResetLink(tx: Db, token: string): Promise<boolean> {
  const rows = await tx.sql(
    `UPDATE one_time_link SET used_at = now() WHERE purpose = '${purpose}' AND token_hash = $1 AND used_at IS NULL AND expires_at > clock_timestamp()
       AND account_id IN (SELECT a.id FROM account a LEFT JOIN person p ON p.id = a.person_id WHERE ${alive}) RETURNING 1 AS taken`,
    [digest(token)],
  )
  return rows.length > 0
}
