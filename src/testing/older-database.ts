import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { applyMigrations } from '@/infra/migrate'
import { migrationNames, migrationsFolder } from '@/infra/migration-status'
import { newTestDatabase } from './database'
import { onServer } from './database-server'

/** A database of the version before a migration, empty: the upgrade of a filled one is tried on it. */
export async function olderDatabase(before: string): Promise<string> {
  const url = await newTestDatabase()
  await onServer(url, (client) => client.query('DROP SCHEMA public CASCADE; CREATE SCHEMA public'))
  const folder = await mkdtemp(path.join(tmpdir(), 'mingce-older-'))
  try {
    for (const name of await migrationNames(migrationsFolder))
      if (name < before) await cp(path.join(migrationsFolder, name), path.join(folder, name), { recursive: true })
    await applyMigrations(url, { folder })
  } finally {
    await rm(folder, { recursive: true })
  }
  return url
}
