import type { Db } from '@/infra/db'
import type { Actor } from '../actor'
import { forbidden, ok, type Result } from '../errors'
import { can } from '../policy'
import type { School } from './schema'

/** Every school of the site, the oldest first: for the operator alone. */
export async function listSchools(db: Db): Promise<School[]> {
  const rows = await db.prisma.school.findMany({ orderBy: { id: 'asc' } })
  return rows.map(({ id, name, code, isDemo, createdAt }) => ({
    id,
    name,
    code,
    is_demo: isDemo,
    created_at: createdAt.toISOString(),
  }))
}

/** Whether anybody has set the site up yet. */
export async function hasSchools(db: Db): Promise<boolean> {
  return (await db.prisma.school.findFirst({ select: { id: true } })) !== null
}

/** The schools whose teachers can register themselves, by name: for whoever is about to. */
export async function listOpenSchools(db: Db): Promise<{ id: number; name: string }[]> {
  return db.prisma.school.findMany({
    where: { takesRegistrations: true },
    select: { id: true, name: true },
    orderBy: { name: 'asc' },
  })
}

/** Whether teachers can register themselves at the actor's school without an invitation. */
export async function takesRegistrations(db: Db, actor: Actor): Promise<Result<{ open: boolean }>> {
  if (!can(actor, 'accounts:manage')) return forbidden
  const school = await db.prisma.school.findUniqueOrThrow({
    where: { id: actor.schoolId },
    select: { takesRegistrations: true },
  })
  return ok({ open: school.takesRegistrations })
}
