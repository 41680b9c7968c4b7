import { BackupError, secretEntry } from '@/infra/backup/manifest'
import { type Backup, textOf } from '@/infra/backup/read'
import { readSecret } from '@/infra/data-dir'
import { fingerprintOf } from '@/infra/secret'

/** Where a site is, besides its database. */
export type Place = {
  dataDir: string
  /** AUTH_SECRET, where it is one of the settings. */
  authSecret: string | undefined
}

/** The secret of the site: of the settings, or the one kept in the data dir. Undefined before the first start. */
export const secretOf = async ({ authSecret, dataDir }: Place): Promise<string | undefined> =>
  authSecret ?? (await readSecret(dataDir, secretEntry))

/**
 * The secret that is to be put in the data dir, so that what is sealed in the backup can be read; undefined when there is
 * nothing to put there. `isLost`: go on without the one of the backup.
 * @throws BackupError
 */
export async function secretToPut(backup: Backup, place: Place, isLost: boolean): Promise<string | undefined> {
  const { secret } = backup.manifest
  if (!secret) return undefined
  if (place.authSecret === undefined && secret.isHere) return textOf(backup.read(secretEntry))
  const own = await secretOf(place)
  if (isLost || (own !== undefined && fingerprintOf(own) === secret.fingerprint)) return undefined
  throw new BackupError(
    secret.isHere
      ? 'AUTH_SECRET is not what the site of the backup had: leave it unset, for the backup holds the right one (or say --lost-secret: webhooks then need new secrets)'
      : 'the site of the backup had its AUTH_SECRET in its settings: set AUTH_SECRET to the same (or say --lost-secret: webhooks then need new secrets)',
  )
}
