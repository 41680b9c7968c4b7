import { type RootDb, transaction } from '@/infra/db'
import { ok } from '../../errors'
import { clearRows } from './commands'
import { clearOldDrafts } from './files'
import { daysKept } from './schema'

/** Deletes the rows and files of imports that nobody has touched for days, and the drafts of uploads that never came to an end. */
export async function clearOldImports(db: RootDb, signal: AbortSignal): Promise<void> {
  await clearOldDrafts()
  const old = await db.sql<{ id: number }>(
    `SELECT id FROM import WHERE cleared_at IS NULL AND state NOT IN ('reading', 'running') AND touched_at < now() - make_interval(days => $1)`,
    [daysKept],
  )
  for (const { id } of old) {
    if (signal.aborted) return
    await transaction(db, async (tx) => {
      const [held] = await tx.sql<{ id: number }>(
        `SELECT id FROM import WHERE id = $1 AND cleared_at IS NULL AND state NOT IN ('reading', 'running') FOR UPDATE SKIP LOCKED`,
        [id],
      )
      if (held) await clearRows(tx, held.id)
      return ok(null)
    })
  }
}
