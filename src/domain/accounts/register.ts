import { type Db, type RootDb, transaction } from '@/infra/db'
import { hashPassword } from '@/infra/hashing'
import { brokenUnique } from '@/infra/sql-error'
import { type Issue, invalid, ok, type Result } from '../errors'
import { record } from '../history/record'
import { issuesOf } from '../issues'
import { admit } from './admission'
import { takeCode, tryCode } from './codes'
import { findInvitation, type OpenInvitation } from './invitations'
import { passwordIssue } from './password-rules'
import { findAccount, isUsernameTaken } from './queries'
import type { Account } from './record'
import { registration } from './schema'

type Via = 'page' | 'rest'

async function isHeld(
  db: Db,
  column: 'phone' | 'work_id',
  schoolId: number,
  value: string,
  self: number | null = null,
): Promise<boolean> {
  const rows = await db.sql(
    `SELECT 1 AS held FROM account WHERE school_id = $1 AND ${column} = $2 AND deleted_at IS NULL AND id IS DISTINCT FROM $3::int`,
    [schoolId, value, self],
  )
  return rows.length > 0
}

/** Which of name, work number and phone somebody else holds; the phone only when it is asked about. */
export async function findHeld(
  db: Db,
  schoolId: number,
  given: { username?: string | undefined; work_id?: string | null | undefined; phone?: string | undefined },
  self: number | null = null,
): Promise<Issue[]> {
  const issues: Issue[] = []
  const add = (field: string, value: string) => issues.push({ field, reason: 'taken', value })
  if (given.username !== undefined && (await isUsernameTaken(db, given.username, self))) add('username', given.username)
  if (given.work_id && (await isHeld(db, 'work_id', schoolId, given.work_id, self))) add('work_id', given.work_id)
  if (given.phone && (await isHeld(db, 'phone', schoolId, given.phone, self))) add('phone', given.phone)
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

type Wanted = {
  school_id?: number
  username?: string
  work_id?: string | null | undefined
  invitation?: string | undefined
}
type Looked = { issues: Issue[]; schoolName: string; invitation: OpenInvitation | undefined }

/** What stands against a registration before its code is looked at: the school, the name, the work number. */
async function look(db: Db, { school_id, username, work_id, invitation: token }: Wanted): Promise<Looked> {
  const school =
    school_id === undefined
      ? undefined
      : await db.prisma.school.findUnique({
          where: { id: school_id },
          select: { takesRegistrations: true, name: true },
        })
  const found = token ? await findInvitation(db, token) : undefined
  const invitation = found?.school_id === school_id ? found : undefined
  const issues: Issue[] = []
  if (school_id !== undefined && !(school && (school.takesRegistrations || invitation))) {
    issues.push({ field: 'school_id', reason: 'absent', value: String(school_id) })
  }
  issues.push(...(await findHeld(db, school_id ?? 0, { username, work_id })))
  return { issues, schoolName: school?.name ?? '', invitation }
}

/** The same for whoever has found something else wrong already, and says everything at once. */
export const lookAtRegistration = async (db: Db, wanted: Wanted): Promise<Issue[]> => (await look(db, wanted)).issues

/**
 * Registers a teacher with a code sent to their phone. Fields are checked first, then the code, then whether the phone is
 * held. The account waits for an administrator, unless its invitation approves by itself; whatever it wished to be is
 * kept as a request. A password that misses the policy is taken, and holds the account to itself.
 */
export const register = (db: RootDb, input: object, via: Via): Promise<Result<Account>> =>
  registerAnd(db, input, via, async (_, account) => account)

/** The same, and in the transaction that makes the account whatever follows from it. */
export async function registerAnd<T>(
  db: RootDb,
  input: object,
  via: Via,
  follow: (tx: Db, account: Account) => Promise<T>,
): Promise<Result<T>> {
  const parsed = registration.safeParse(input)
  if (!parsed.success) return invalid(...issuesOf(parsed.error, input))
  const { school_id, username, password, phone, work_id, email, wechat, code, ...wishes } = parsed.data
  const { issues, schoolName, invitation } = await look(db, {
    school_id,
    username,
    work_id,
    invitation: wishes.invitation,
  })
  if (issues.length > 0) return invalid(...issues)

  const tried = await tryCode(db, { phone, purpose: 'register', code })
  if ('reason' in tried) return invalid(tried)
  const held = await findHeld(db, school_id, { phone })
  if (held.length > 0) return invalid(...held)

  const isWeak = (await passwordIssue(password, [username, phone, schoolName])) !== undefined
  const passwordHash = await hashPassword(password)
  try {
    return await transaction(db, async (tx) => {
      if (!(await takeCode(tx, tried.id))) return invalid({ field: 'code', reason: 'wrong_code' })
      const account = {
        ...{ school_id, username, password_hash: passwordHash, is_weak: isWeak, phone },
        ...{ work_id: work_id ?? null, email: email ?? null, wechat: wechat ?? null },
        ...{ wants_grade: wishes.wants_grade, wants_super: wishes.wants_super },
      }
      const id = await admit(tx, account, invitation?.id ?? null)
      if (id === undefined) return invalid({ field: 'school_id', reason: 'absent', value: String(school_id) })
      const after = {
        username,
        work_id: work_id ?? null,
        wants_grade: wishes.wants_grade,
        wants_super: wishes.wants_super,
      }
      const author = { schoolId: school_id, via, accountId: id, apiKeyId: null }
      await record(tx, author, [{ noun: 'account', nounId: id, action: 'create', after }])
      const made = await findAccount(tx, school_id, id)
      return made ? ok(await follow(tx, made)) : invalid()
    })
  } catch (error) {
    const issue = heldBy(error)
    if (issue) return invalid(issue)
    throw error
  }
}
