import { readdir } from 'node:fs/promises'
import path from 'node:path'
import type { Sql } from './db'

/** Of the project, in which every process of Mingce runs. */
export const migrationsFolder = path.resolve('prisma/migrations')

/** The names of the migrations in the folder, oldest first. */
export async function migrationNames(folder = migrationsFolder): Promise<string[]> {
  const entries = await readdir(/* turbopackIgnore: true */ folder, { withFileTypes: true })
  return entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort()
}

/** What stands between the folder and a database: to be applied, and applied by a newer Mingce. Empty and empty: ready. */
export async function migrationStatus(
  sql: Sql,
  folder = migrationsFolder,
): Promise<{ pending: string[]; unknown: string[] }> {
  const [names, applied] = await Promise.all([migrationNames(folder), appliedMigrations(sql)])
  return {
    pending: names.filter((name) => !applied.includes(name)),
    unknown: applied.filter((name) => !names.includes(name)),
  }
}

async function appliedMigrations(sql: Sql): Promise<string[]> {
  const [table] = await sql<{ there: boolean }>(`SELECT to_regclass('_prisma_migrations') IS NOT NULL AS there`)
  if (!table?.there) return []
  const rows = await sql<{ migration_name: string }>(
    'SELECT migration_name FROM _prisma_migrations WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL',
  )
  return rows.map((row) => row.migration_name)
}
