import type { Connection } from '../connection'
import type { Sql } from '../db'
import { listed, migrationsTable, quoted, type TableColumns, tablesOf } from './catalog'
import { BackupError, tableEntry } from './manifest'
import type { Backup } from './read'

/**
 * Within a transaction, fills the tables from the backup as it has them: no trigger counts, stamps or refuses anything, and
 * references are checked once all rows are there.
 * @returns the names of those tables of the backup which no migration made, and which are left out
 * @throws BackupError
 */
export async function load(
  { sql, copy }: Pick<Connection, 'sql' | 'copy'>,
  { manifest, read }: Backup,
  onProgress: (done: number, total: number) => void,
): Promise<string[]> {
  const there = await tablesOf(sql)
  const ours = manifest.tables.filter(({ name }) => there.some((table) => table.name === name))
  for (const table of there) if (!manifest.empty.includes(table.name)) checkTable(table, ours)
  await sql(`DELETE FROM ${migrationsTable}`)
  const references = await dropReferences(sql)
  for (const [done, { name, columns, rows }] of ours.entries()) {
    onProgress(done + 1, ours.length)
    await sql(`ALTER TABLE ${quoted(name)} DISABLE TRIGGER USER`)
    await copy(`COPY ${quoted(name)} (${listed(columns)}) FROM STDIN`, read(tableEntry(name)))
    const [count] = await sql<{ n: string }>(`SELECT count(*)::text AS n FROM ${quoted(name)}`)
    if (Number(count?.n) !== rows) throw new BackupError(`the backup is damaged: the table ${name} lacks rows`)
  }
  for (const add of references) await sql(add)
  for (const { name } of ours) await sql(`ALTER TABLE ${quoted(name)} ENABLE TRIGGER USER`)
  for (const { name, value, called } of manifest.sequences)
    await sql(
      `SELECT setval(oid, $2::bigint, $3::boolean) FROM pg_class
       WHERE relnamespace = 'public'::regnamespace AND relkind = 'S' AND relname = $1`,
      [name, value, called],
    )
  return manifest.tables.filter((table) => !ours.includes(table)).map(({ name }) => name)
}

function checkTable({ name, columns }: TableColumns, kept: readonly TableColumns[]): void {
  const table = kept.find((each) => each.name === name)
  if (!table) throw new BackupError(`the backup lacks the table ${name}`)
  const differing = [
    ...columns.filter((column) => !table.columns.includes(column)),
    ...table.columns.filter((column) => !columns.includes(column)),
  ]
  if (differing.length > 0)
    throw new BackupError(`the backup’s table ${name} is not as Mingce made it: ${differing.join(', ')}`)
}

/** Takes the foreign keys away, since rows come in no order that they would bear; answers what puts them back. */
async function dropReferences(sql: Sql): Promise<string[]> {
  const keys = await sql<{ owner: string; name: string; definition: string }>(
    `SELECT conrelid::regclass::text AS owner, conname::text AS name, pg_get_constraintdef(oid) AS definition
     FROM pg_constraint WHERE connamespace = 'public'::regnamespace AND contype = 'f' ORDER BY 1, 2`,
  )
  for (const { owner, name } of keys) await sql(`ALTER TABLE ${owner} DROP CONSTRAINT ${quoted(name)}`)
  return keys.map(({ owner, name, definition }) => `ALTER TABLE ${owner} ADD CONSTRAINT ${quoted(name)} ${definition}`)
}
