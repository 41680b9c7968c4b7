import { administers } from '@/domain/accounts/administrators'
import type { Actor } from '@/domain/actor'
import { newStudent, testDb, unique } from './factories'

/** An administrator of the actor's school: the account, and the teacher's record behind it. */
export type Admin = { account: number; person: number; usin: string; name: string }

/** Makes an administrator who is a teacher on record. */
export async function newAdmin(actor: Actor, extra: object = {}): Promise<Admin> {
  const name = unique('管理员')
  const { id, usin } = await newStudent(actor, { role: 2, usin: unique('T'), name, graduates_in: null })
  const account = await testDb.prisma.account.create({
    data: {
      ...{ schoolId: actor.schoolId, personId: id, username: unique('admin'), passwordHash: 'x' },
      ...{ isSuper: 1, approvedAt: new Date(), ...extra },
    },
  })
  return { account: account.id, person: id, usin, name }
}

/** The accounts that administer the school. */
export async function adminsOf(school: number): Promise<number[]> {
  const rows = await testDb.sql<{ id: number }>(
    `SELECT a.id FROM account a LEFT JOIN person p ON p.id = a.person_id WHERE a.school_id = $1 AND ${administers} ORDER BY a.id`,
    [school],
  )
  return rows.map(({ id }) => id)
}
