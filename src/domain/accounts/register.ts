import { type Db, type RootDb, transaction } from '@/infra/db'
import { hashPassword } from '@/infra/hashing'
import { type Issue, invalid, ok, type Result } from '../errors'
import { record } from '../history/record'
import { issuesOf } from '../issues'
import { admit } from './admission'
import { takeCode, tryCode } from './codes'
import { findHeld, heldBy, releaseNumber } from './held'
import { findInvitation, type OpenInvitation } from './invitations'
import { canTakeName } from './names'
import { passwordIssue } from './password-rules'
import { findAccount } from './queries'
import type { Account } from './record'
import { registration } from './schema'
import { askTaken, countTaken, isTaken, takenWait } from './taken-answers'

type Via = 'page' | 'rest'

type Wanted = {
  school_id?: number
  username?: string
  invitation?: string | undefined
}
type Looked = { issues: Issue[]; schoolName: string; invitation: OpenInvitation | undefined }

/** What stands against a registration before its code is looked at: the school, and the name. */
async function look(db: Db, { school_id, username, invitation: token }: Wanted): Promise<Looked> {
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
  issues.push(...(await findHeld(db, school_id ?? 0, { username })))
  return { issues, schoolName: school?.name ?? '', invitation }
}

/** The same for whoever has found something else wrong already, and says everything at once. */
export const lookAtRegistration = (db: Db, wanted: Wanted): Promise<Result<Issue[]>> =>
  askTaken(db, async () => (await look(db, wanted)).issues)

/**
 * Registers a teacher with a code sent to their phone. Fields and the name are checked first, then the code, then whether
 * the work number or the phone is held. A network that was told too often what is taken is told so only after a right code,
 * which is used up by it: whoever has one can still register. The account waits for an administrator, unless its invitation approves by itself; whatever it wished to be is
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
  const wanted = { school_id, username, invitation: wishes.invitation }
  let looked: Looked | undefined
  const asked = await askTaken(db, async () => {
    looked = await look(db, wanted)
    return looked.issues
  })
  if (asked.ok && asked.value.length > 0) return invalid(...asked.value)

  const tried = await tryCode(db, { phone, purpose: 'register', code })
  if ('reason' in tried) return asked.ok ? invalid(tried) : asked
  const { issues, schoolName, invitation } = looked ?? (await look(db, wanted))
  issues.push(...(await findHeld(db, school_id, { work_id, phone }, { proves: ['phone'] })))
  if (issues.length > 0) return afterCode(db, tried.id, issues)

  const isWeak = (await passwordIssue(password, [username, phone, schoolName])) !== undefined
  const passwordHash = await hashPassword(password)
  try {
    return await transaction(db, async (tx) => {
      if (!(await takeCode(tx, tried.id))) return invalid({ field: 'code', reason: 'wrong_code' })
      const author = { schoolId: school_id, via, accountId: null, apiKeyId: null }
      await releaseNumber(tx, author, 'phone', phone, null)
      if (!(await canTakeName(tx, username))) return invalid({ field: 'username', reason: 'taken', value: username })
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
      await record(tx, { ...author, accountId: id }, [{ noun: 'account', nounId: id, action: 'create', after }])
      const made = await findAccount(tx, school_id, id)
      return made ? ok(await follow(tx, made)) : invalid()
    })
  } catch (error) {
    const issue = heldBy(error)
    if (issue) return invalid(issue)
    throw error
  }
}

/** Tells what a right code has shown to be taken; past the limit the code is used up by it, so that each costs a message. */
async function afterCode(db: RootDb, codeId: string, issues: Issue[]): Promise<Result<never>> {
  if (issues.some(isTaken)) {
    if ((await takenWait(db)) > 0) await takeCode(db, codeId)
    await countTaken(db)
  }
  return invalid(...issues)
}
