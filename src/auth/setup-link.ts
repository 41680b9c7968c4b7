import { hasSchools } from '@/domain/schools/queries'
import { type Db, db } from '@/infra/db'
import { digest, newSecret } from '@/infra/hashing'

const purpose = 'set-up'
const lifeHours = 24

/** A new one-time link to the set-up page while there is no school; earlier ones end. Undefined when there is one. */
export async function makeSetupLink(database: Db, publicUrl: string): Promise<string | undefined> {
  if (await hasSchools(database)) return undefined
  const token = newSecret()
  await database.prisma.oneTimeLink.deleteMany({ where: { purpose } })
  await database.prisma.oneTimeLink.create({
    data: { purpose, tokenHash: digest(token), expiresAt: new Date(Date.now() + lifeHours * 3_600_000) },
  })
  return `${publicUrl}/setup/${token}`
}

/** Whether the link still opens the set-up page. */
export async function setupState(token: string): Promise<'open' | 'used' | 'unknown' | 'already_set_up'> {
  const link = await db().prisma.oneTimeLink.findFirst({ where: { purpose, tokenHash: digest(token) } })
  if (await hasSchools(db())) return 'already_set_up'
  if (!link || link.expiresAt < new Date()) return 'unknown'
  return link.usedAt ? 'used' : 'open'
}

/** Uses the link up in the caller's transaction; false when it is used, expired or none of ours. */
export async function takeSetupLink(database: Db, token: string): Promise<boolean> {
  const { count } = await database.prisma.oneTimeLink.updateMany({
    where: { purpose, tokenHash: digest(token), usedAt: null, expiresAt: { gt: new Date() } },
    data: { usedAt: new Date() },
  })
  return count > 0
}
