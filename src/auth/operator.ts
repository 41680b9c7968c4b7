import type { Actor } from '@/domain/actor'
import type { Db } from '@/infra/db'
import { mintActor } from './mint'

/**
 * The actor of whoever holds the machine itself: its command line, or the one-time link of the first start. Undefined
 * when there is no such school.
 */
export async function operatorActor(
  db: Db,
  schoolId: number,
  via: 'command-line' | 'set-up',
): Promise<Actor | undefined> {
  const school = await db.prisma.school.findUnique({ where: { id: schoolId }, select: { fieldsVersion: true } })
  if (!school) return undefined
  return mintActor({
    schoolId,
    role: 'operator',
    via,

    fieldsVersion: school.fieldsVersion,
  })
}
