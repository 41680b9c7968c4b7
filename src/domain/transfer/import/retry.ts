import { type Db, transaction } from '@/infra/db'
import type { Actor } from '../../actor'
import { forbidden, notFound, ok, type Result, refused } from '../../errors'
import { can } from '../../policy'
import { retriable } from '../import-rules'
import { ask, type Held } from './commands'
import type { ImportProblem } from './schema'
import { loadImport } from './scope'

/**
 * Reads a file again whose reading was given up or cancelled, by the columns and settings that it had. One that cannot be
 * read as it is stays so.
 * @returns the job, or `import_ended` where there is nothing to try again
 */
export async function retryImport(
  db: Db,
  actor: Actor,
  input: { id: number },
  held?: Held,
): Promise<Result<{ job: string }>> {
  if (!can(actor, 'people:import')) return forbidden
  return transaction(db, async (tx) => {
    const stored = await loadImport(tx, actor.schoolId, input.id, 'FOR UPDATE')
    if (!stored) return notFound
    if (stored.cleared) return refused('import_cleared')
    if (stored.state === 'reading' || stored.state === 'running') return refused('import_busy')
    const [row] = await tx.sql<{ kind: ImportProblem | null }>(
      `SELECT problem ->> 'kind' AS kind FROM import WHERE id = $1`,
      [stored.id],
    )
    if (stored.state !== 'failed' || !row?.kind || !retriable(row.kind)) return refused('import_ended')
    return ok({ job: await ask(tx, actor, stored.id, 'import-read', {}, held) })
  })
}
