import type { Writable } from 'node:stream'
import { BackupError, type Manifest } from '@/infra/backup/manifest'
import { writeBackup } from '@/infra/backup/write'
import type { Sql } from '@/infra/db'
import { filesInUse } from '../transfer/import/files'
import { leftOut } from './rules'
import { type Place, secretOf } from './secret'

async function countsOf(sql: Sql): Promise<{ schools: number; people: number }> {
  const [row] = await sql<{ schools: number; people: number }>(
    `SELECT (SELECT count(*)::int FROM school) AS schools, (SELECT count(*)::int FROM person WHERE deleted_at IS NULL) AS people`,
  )
  // A backup of nothing every night would be found out on the day it is needed.
  if (!row?.schools) throw new BackupError('there is no school here: is this the right data dir or database?')
  return row
}

/**
 * Writes the whole site, as it is at one moment, to the stream.
 * @throws BackupError
 */
export async function makeBackup(url: string, into: Writable, place: Place): Promise<Manifest> {
  const secret = await secretOf(place)
  return writeBackup(url, into, {
    ...{ dataDir: place.dataDir, empty: leftOut, files: filesInUse, counts: countsOf },
    secret: secret === undefined ? undefined : { secret, isHere: place.authSecret === undefined },
  })
}
