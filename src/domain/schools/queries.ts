import { currentCaller } from '@/infra/caller'
import type { Db } from '@/infra/db'
import { count } from '../accounts/throttle'
import type { Actor } from '../actor'
import { forbidden, ok, type Result, throttled } from '../errors'
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

/** Searches of schools by a client network in a minute. */
const searches = { most: 120, seconds: 60 }

/**
 * Schools whose name holds the text or whose code begins with it, 20 at most: for whoever signs in by a number and is asked
 * for the school. It looks through all schools, and tells nothing of who is at which.
 */
export async function findSchools(db: Db, input: { q: string }): Promise<Result<{ id: number; name: string }[]>> {
  const q = input.q.trim().toLowerCase().slice(0, 100)
  if (q === '') return ok([])
  const network = currentCaller()?.network
  const seconds = network === undefined ? 0 : await count(db, ['schools', network], searches)
  if (seconds > 0) return throttled(seconds)
  return ok(
    await db.sql<{ id: number; name: string }>(
      `SELECT id, name FROM school WHERE strpos(lower(name), $1) > 0 OR starts_with(lower(coalesce(code, '')), $1)
       ORDER BY lower(coalesce(code, '')) = $1 DESC, strpos(lower(name), $1) = 1 DESC, name, id LIMIT 20`,
      [q],
    ),
  )
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
