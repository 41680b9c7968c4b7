import { type RootDb, transaction } from '@/infra/db'
import type { Loop } from '@/infra/loops'
import { ok } from '../../errors'
import { clearRows } from './commands'
import { clearLeftFiles } from './files'
import { daysKept } from './schema'

/** An import of the command line that lies still is what a kill left of it: nobody goes on with it on a page. */
const isLeft = `i.account_id IS NULL AND i.state IN ('ready', 'failed') AND i.touched_at < now() - interval '30 minutes'`
const isOver = `i.cleared_at IS NULL AND i.state NOT IN ('reading', 'running') AND (i.touched_at < now() - make_interval(days => $1) OR ${isLeft})`

/** Deletes the rows and files of imports that nobody has touched for days, and what a kill left of them. */
export async function clearOldImports(db: RootDb, signal: AbortSignal): Promise<void> {
  await clearLeftFiles(db.sql)
  const old = await db.sql<{ id: number }>(`SELECT id FROM import i WHERE ${isOver}`, [daysKept])
  for (const { id } of old) {
    if (signal.aborted) return
    await transaction(db, async (tx) => {
      const [held] = await tx.sql<{ id: number }>(
        `SELECT id FROM import i WHERE ${isOver} AND id = $2 FOR UPDATE SKIP LOCKED`,
        [daysKept, id],
      )
      if (held) await clearRows(tx, held.id)
      return ok(null)
    })
  }
}

/** Several times an hour: what a kill left holds names and numbers, and lies there no longer than that. */
export const importClearing: Loop = {
  name: 'import-clearing',
  every: 600_000,
  async run(db, signal) {
    await clearOldImports(db, signal)
    return false
  },
}
