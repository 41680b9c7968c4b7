import { checkAdmin, createAdmin } from '@/domain/accounts/commands'
import { type DemoMade, makeDemo } from '@/domain/demo/commands'
import { invalid, notFound, type Result, refused } from '@/domain/errors'
import { checkSchool, createSchool } from '@/domain/schools/commands'
import { hasSchools } from '@/domain/schools/queries'
import { type Db, type RootDb, transaction } from '@/infra/db'
import { operatorActor } from './operator'
import { takeSetupLink } from './setup-link'

export type FirstSchool = { name: string; code?: string; username: string; password: string; phone?: string }

/** Uses the link up and does the work in the same transaction: what fails leaves the link as it was. */
const once = <T>(db: RootDb, token: string, work: (tx: Db) => Promise<Result<T>>): Promise<Result<T>> =>
  transaction(db, async (tx) => {
    if (!(await takeSetupLink(tx, token))) return refused('link_used')
    // Two links cannot both find no school: the table is held until one of them is done.
    await tx.sql('LOCK TABLE school IN SHARE ROW EXCLUSIVE MODE')
    return (await hasSchools(tx)) ? refused('already_set_up') : work(tx)
  })

/** Makes the first school and its administrator; what is wrong with either is said at once. */
export async function setUpSchool(db: RootDb, token: string, input: FirstSchool): Promise<Result<{ id: number }>> {
  const school = { name: input.name, ...(input.code ? { code: input.code } : {}) }
  const { username, password, phone } = input
  const admin = { username, password, ...(phone ? { phone } : {}) }
  const issues = [...checkSchool(school), ...checkAdmin(admin)]
  if (issues.length > 0) return invalid(...issues)
  return once(db, token, async (tx) => {
    const made = await createSchool(tx, school)
    if (!made.ok) return made
    const actor = await operatorActor(tx, made.value.id, 'set-up')
    return actor ? createAdmin(tx, actor, admin) : notFound
  })
}

/** Makes the demo school with a sign-in. */
export async function setUpDemo(db: RootDb, token: string): Promise<Result<DemoMade>> {
  return once(db, token, (tx) => makeDemo(tx, (inside, schoolId) => operatorActor(inside, schoolId, 'set-up')))
}
