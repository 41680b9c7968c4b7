import { readFile } from 'node:fs/promises'
import path from 'node:path'
import type { Sql } from '../db'
import { migrationNames, migrationsFolder } from '../migration-status'
import { listed, migrationsTable, tablesOf } from './catalog'
import { BackupError } from './manifest'

type Migration = { name: string; sql: string }

/**
 * The scripts of these migrations, in that order.
 * @throws BackupError when one is not of this Mingce
 */
export async function scriptsOf(names: readonly string[], folder = migrationsFolder): Promise<Migration[]> {
  const known = await migrationNames(folder)
  const unknown = names.filter((name) => !known.includes(name))
  if (unknown.length > 0)
    throw new BackupError(`the backup was made by a newer Mingce (it has ${unknown.join(', ')}): update Mingce`)
  return Promise.all(
    names.map(async (name) => ({ name, sql: await readFile(path.join(folder, name, 'migration.sql'), 'utf8') })),
  )
}

/**
 * Within a transaction, drops all that migrations made and has it made anew by these migrations, so that the tables are
 * as they were when the backup was made. Only for a database that is known to hold nothing else.
 */
export async function rebuild(sql: Sql, migrations: readonly Migration[]): Promise<void> {
  const tables = (await tablesOf(sql)).map(({ name }) => name).filter((name) => name !== migrationsTable)
  if (tables.length > 0) await sql(`DROP TABLE ${listed(tables)}`)
  const [routines] = await sql<{ names: string | null }>(
    `SELECT string_agg(oid::regprocedure::text, ', ') AS names FROM pg_proc
     WHERE pronamespace = 'public'::regnamespace AND starts_with(proname, 'mingce_')`,
  )
  if (routines?.names) await sql(`DROP ROUTINE ${routines.names}`)
  for (const migration of migrations) await sql(migration.sql)
}
