import type { Db } from '@/infra/db'

/** The school that a key belongs to: for the operator, who names keys by their id alone. */
export async function findKeySchool(db: Db, id: number): Promise<number | undefined> {
  const key = await db.prisma.apiKey.findUnique({ where: { id }, select: { schoolId: true } })
  return key?.schoolId
}
