import type { Sql } from '../db'

export type TableColumns = { name: string; columns: string[] }

/** What migrations were applied is kept here, by Prisma. */
export const migrationsTable = '_prisma_migrations'

export const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`
export const listed = (names: readonly string[]): string => names.map(quoted).join(', ')

/** Every table there is, with the columns that can be written. */
export const tablesOf = (sql: Sql): Promise<TableColumns[]> =>
  sql<TableColumns>(
    `SELECT c.relname::text AS name, coalesce((
       SELECT json_agg(a.attname ORDER BY a.attnum) FROM pg_attribute a
       WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''), '[]') AS columns
     FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' ORDER BY c.relname`,
  )

/** Where every sequence stands. It may be ahead of the rows of a snapshot, never behind them. */
export async function sequencesOf(sql: Sql): Promise<{ name: string; value: string; called: boolean }[]> {
  const names = await sql<{ name: string }>(
    `SELECT relname::text AS name FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'S' ORDER BY 1`,
  )
  const stands = names.map(
    ({ name }) =>
      `SELECT '${name.replaceAll("'", "''")}' AS name, last_value::text AS value, is_called AS called FROM ${quoted(name)}`,
  )
  return stands.length === 0 ? [] : sql(stands.join(' UNION ALL '))
}

/** The migrations that were applied, in the order in which they were. */
export async function migrationsOf(sql: Sql): Promise<string[]> {
  const rows = await sql<{ name: string }>(
    `SELECT migration_name AS name FROM ${migrationsTable}
     WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL ORDER BY started_at, migration_name`,
  )
  return rows.map(({ name }) => name)
}
