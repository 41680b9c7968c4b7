import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { withClient } from './client'
import type { Sql } from './db'
import { committedNote } from './migration-adapter'
import { migrationNames, migrationStatus, migrationsFolder } from './migration-status'
import { applyWithEngine, diffWithEngine, MigrationError, readSchema } from './schema-engine'

/** Whoever migrates holds this advisory lock. */
const migratorsLock = 7_262_046_102

/** `isHeld`: the caller holds the lock of whoever migrates. `folder`: of the migrations. */
type ApplyOptions = { isHeld?: boolean; folder?: string }

/**
 * Brings the database to the newest migration; of several processes at once, one does it. The engine is loaded only when
 * there is something to do.
 * @returns the names of what was applied
 * @throws MigrationError with one line: what PostgreSQL said, or that the database belongs to a newer Mingce
 */
export function applyMigrations(
  url: string,
  { isHeld = false, folder = migrationsFolder }: ApplyOptions = {},
): Promise<string[]> {
  return withClient(url, { name: 'migrations' }, async (client) => {
    const sql: Sql = async (text, values) => (await client.query(text, values && [...values])).rows
    if (!isHeld) await holdMigrations(sql)
    const { pending, unknown } = await migrationStatus(sql, folder)
    if (unknown.length > 0) {
      throw new MigrationError(`the database is of a newer Mingce (it has ${unknown.join(', ')}): update Mingce`)
    }
    if (pending.length === 0) return []
    await settleInterrupted(sql)
    return await applyWithEngine(url, await readMigrations(folder))
  })
}

/** Has whoever migrates or starts a site wait until this connection ends. */
export const holdMigrations = (sql: Sql): Promise<unknown> => sql('SELECT pg_advisory_lock($1)', [migratorsLock])

/** The SQL by which a migrated database would become what `prisma/schema` says; '' when they agree. */
export async function schemaDrift(url: string): Promise<string> {
  return diffWithEngine(url, await readSchema())
}

function readMigrations(folder: string) {
  return migrationNames(folder).then((names) =>
    Promise.all(
      names.map(async (name) => ({ name, sql: await readFile(path.join(folder, name, 'migration.sql'), 'utf8') })),
    ),
  )
}

/** A migration cut short was either committed whole or not at all; Prisma cannot know, and would ask a person. */
async function settleInterrupted(sql: Sql): Promise<void> {
  const [table] = await sql<{ there: boolean }>(`SELECT to_regclass('_prisma_migrations') IS NOT NULL AS there`)
  if (!table?.there) return
  await sql(
    `UPDATE _prisma_migrations
     SET finished_at = CASE WHEN coalesce(logs, '') = $1 THEN now() END,
         rolled_back_at = CASE WHEN coalesce(logs, '') = $1 THEN NULL ELSE now() END
     WHERE finished_at IS NULL AND rolled_back_at IS NULL`,
    [committedNote],
  )
}
