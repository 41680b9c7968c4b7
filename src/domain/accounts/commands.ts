import { type Db, transaction } from '@/infra/db'
import { hashPassword } from '@/infra/hashing'
import type { Actor } from '../actor'
import { forbidden, type Issue, invalid, ok, type Result } from '../errors'
import { record } from '../history/record'
import { issuesOf } from '../issues'
import { can } from '../policy'
import { heldBy, releaseNumber } from './held'
import { canTakeName, nameColumns } from './names'
import { accountCreate, shortestPassword } from './schema'

/** What is wrong with an administrator who is to be made. */
export function checkAdmin(input: object): Issue[] {
  const parsed = accountCreate.safeParse(input)
  if (!parsed.success) return issuesOf(parsed.error, input)
  const short = parsed.data.password.length < shortestPassword
  return short ? [{ field: 'password', reason: 'too_short', limit: shortestPassword }] : []
}

/** Makes an approved administrator of the actor's school, as the operator may. */
export async function createAdmin(
  db: Db,
  actor: Actor,
  input: object,
): Promise<Result<{ id: number; username: string }>> {
  if (!can(actor, 'schools:write')) return forbidden
  const issues = checkAdmin(input)
  if (issues.length > 0) return invalid(...issues)
  const { username, password, phone = '' } = accountCreate.parse(input)
  const passwordHash = await hashPassword(password)
  try {
    return await transaction(db, async (tx) => {
      await releaseNumber(tx, actor, 'phone', phone, null)
      if (!(await canTakeName(tx, username, { mayBeReserved: true })))
        return invalid({ field: 'username', reason: 'taken', value: username })
      const { id } = await tx.prisma.account.create({
        data: {
          ...{ schoolId: actor.schoolId, username, ...nameColumns(username), passwordHash },
          ...{ phone, phoneState: 'proven', isSuper: 1, approvedAt: new Date() },
        },
      })
      await record(tx, actor, [{ noun: 'account', nounId: id, action: 'create', after: { username, is_super: 1 } }])
      return ok({ id, username })
    })
  } catch (error) {
    const issue = heldBy(error)
    if (issue) return invalid(issue.field === 'username' ? { ...issue, value: username } : issue)
    throw error
  }
}
