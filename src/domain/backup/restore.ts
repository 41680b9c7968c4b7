import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import { pipeline } from 'node:stream/promises'
import { grantToApp, hasAppRole } from '@/infra/app-role'
import { load } from '@/infra/backup/load'
import { BackupError, fileEntry, secretEntry } from '@/infra/backup/manifest'
import type { Backup } from '@/infra/backup/read'
import { rebuild, scriptsOf } from '@/infra/backup/rebuild'
import { withConnection } from '@/infra/connection'
import { prepareDataDir, replaceSecret } from '@/infra/data-dir'
import type { Sql } from '@/infra/db'
import { applyMigrations, holdMigrations, schemaDrift } from '@/infra/migrate'
import { newFile } from '@/infra/new-file'
import { siteLock } from '@/infra/site-lock'
import { isImportFile } from '../transfer/import/files'
import { versionsAhead } from './rules'
import { forgetSecret, type Place, secretToPut } from './secret'

/** It may take long, but never waits for whoever sits on a table. */
const patient = `SET LOCAL lock_timeout = 10000; SET LOCAL statement_timeout = 0;
  SET LOCAL idle_in_transaction_session_timeout = 0; SET LOCAL datestyle = ISO`

export type RestoreOptions = {
  /** Go on without the secret of the backup: what it sealed can never be read again. */
  lostSecret: boolean
  onProgress: (done: number, total: number) => void
}
export type Restored = {
  /** Tables of the backup that are not Mingce's. */
  passedOver: string[]
  /** The migrations that the backup did not have yet. */
  applied: string[]
}

/**
 * Makes an empty site the site of the backup, which must have been checked. It is there whole or not at all, and then
 * brought up to date.
 * @throws BackupError
 */
export async function restoreBackup(
  url: string,
  backup: Backup,
  place: Place,
  { lostSecret, onProgress }: RestoreOptions,
): Promise<Restored> {
  const { manifest } = backup
  if (!manifest.files.every(isImportFile)) throw new BackupError('the backup holds files that are not of Mingce')
  const scripts = await scriptsOf(manifest.migrations)
  const secret = await secretToPut(backup, place, lostSecret)
  return withConnection(url, async (connection) => {
    const { sql } = connection
    // From the first step to the last: whoever starts the site, or migrates, waits and sees all of this.
    await refuseRunning(sql)
    await holdMigrations(sql)
    await refuseInUse(sql)
    await applyMigrations(url, { isHeld: true })
    if (await schemaDrift(url))
      throw new BackupError('the database holds more than Mingce: restore wants one that is empty')
    const passedOver = await connection.transaction(async () => {
      await sql(patient)
      await sql('LOCK TABLE school IN ACCESS EXCLUSIVE MODE')
      await refuseInUse(sql)
      await rebuild(sql, scripts)
      const others = await load(connection, backup, onProgress)
      await sql(`UPDATE account SET session_version = session_version + ${versionsAhead}, kept_token = NULL`)
      await prepareDataDir(place.dataDir)
      for (const name of manifest.files) await putFile(backup, place.dataDir, name)
      if (secret !== undefined) await replaceSecret(place.dataDir, secretEntry, secret)
      return others
    })
    const applied = await applyMigrations(url, { isHeld: true })
    if (lostSecret) await forgetSecret(sql)
    // The tables were made anew, without the rights of the web processes.
    if (await hasAppRole(sql)) await grantToApp(url)
    await sql('SET statement_timeout = 0')
    await sql('VACUUM (ANALYZE)')
    return { passedOver, applied }
  })
}

async function refuseInUse(sql: Sql): Promise<void> {
  const [table] = await sql<{ there: boolean }>(`SELECT to_regclass('public.school') IS NOT NULL AS there`)
  if (!table?.there) return
  const [row] = await sql<{ n: number }>('SELECT count(*)::int AS n FROM school')
  if (row && row.n > 0)
    throw new BackupError(
      'there is a school here already, and a site in use is never overwritten: give a new MINGCE_DATA_DIR or an empty database',
    )
}

/** The processes of a site keep in memory what is exchanged here, its secret above all. */
async function refuseRunning(sql: Sql): Promise<void> {
  const [row] = await sql<{ free: boolean }>(
    `SELECT pg_try_advisory_lock($1) AND NOT EXISTS (SELECT FROM pg_stat_activity
       WHERE datname = current_database() AND pid <> pg_backend_pid() AND application_name IN ('mingce', 'mingce job')) AS free`,
    [siteLock],
  )
  if (!row?.free) throw new BackupError('the site runs: stop it, restore, and start it again')
}

async function putFile(backup: Backup, dataDir: string, name: string): Promise<void> {
  const file = path.join(dataDir, name)
  await mkdir(path.dirname(file), { recursive: true, mode: 0o700 })
  await pipeline(backup.read(fileEntry(name)), await newFile(file))
}
