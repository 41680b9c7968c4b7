import { type Db, transaction } from '@/infra/db'
import { brokenUnique } from '@/infra/sql-error'
import type { Actor } from '../actor'
import { forbidden, type Issue, invalid, ok, type Result } from '../errors'
import { record } from '../history/record'
import { issuesOf } from '../issues'
import { can } from '../policy'
import { type School, schoolCreate } from './schema'

/** What is wrong with a school that is to be made. */
export function checkSchool(input: object): Issue[] {
  const parsed = schoolCreate.safeParse(input)
  return parsed.success ? [] : issuesOf(parsed.error, input)
}

/** Makes a school. Only the operator's command line and the first set-up come here: there is no actor in a school yet. */
export async function createSchool(db: Db, input: object, isDemo = false): Promise<Result<School>> {
  const parsed = schoolCreate.safeParse(input)
  if (!parsed.success) return invalid(...issuesOf(parsed.error, input))
  const { name, code } = parsed.data
  try {
    const row = await db.prisma.school.create({ data: { name, code: code || null, isDemo } })
    return ok({
      id: row.id,
      name: row.name,
      code: row.code,
      is_demo: row.isDemo,
      created_at: row.createdAt.toISOString(),
    })
  } catch (error) {
    if (brokenUnique(error) && code) return invalid({ field: 'code', reason: 'taken', value: code })
    throw error
  }
}

/** Lets teachers register themselves at the school, or only those with an invitation. */
export async function setRegistrations(
  db: Db,
  actor: Actor,
  input: { open: boolean },
): Promise<Result<{ open: boolean }>> {
  if (!can(actor, 'accounts:manage')) return forbidden
  return transaction(db, async (tx) => {
    const { takesRegistrations: before } = await tx.prisma.school.findUniqueOrThrow({ where: { id: actor.schoolId } })
    if (before === input.open) return ok(input)
    await tx.prisma.school.update({ where: { id: actor.schoolId }, data: { takesRegistrations: input.open } })
    const change = { before: { takes_registrations: before }, after: { takes_registrations: input.open } }
    await record(tx, actor, [{ noun: 'school', nounId: actor.schoolId, action: 'update', ...change }])
    return ok(input)
  })
}
