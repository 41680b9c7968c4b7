import { db } from '@/infra/db'
import { migrationStatus } from '@/infra/migration-status'

const plain = (status: number, text: string) =>
  new Response(`${text}\n`, {
    status,
    headers: { 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'no-store' },
  })

/** 200 while the process lives. */
export const alive = (): Response => plain(200, 'ok')

/** 200 when database and migrations are fine, else 503 with the reason in a word. */
export async function ready(): Promise<Response> {
  try {
    const { pending } = await migrationStatus(db().sql)
    return pending.length === 0 ? plain(200, 'ready') : plain(503, 'migrations are pending')
  } catch {
    return plain(503, 'the database is away')
  }
}
