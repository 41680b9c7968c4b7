import path from 'node:path'
import { BackupError, secretEntry } from '@/infra/backup/manifest'
import { type Backup, textOf } from '@/infra/backup/read'
import { DataDirError, readOrMakeSecret, readSecret } from '@/infra/data-dir'
import type { Sql } from '@/infra/db'
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

/**
 * The secret by which the site of this database is started. A new site makes one; the database keeps its fingerprint.
 * @throws DataDirError when the secret is missing, or is not the one that the database was made with
 */
export async function startSecret(sql: Sql, place: Place): Promise<string> {
  const [kept] = await sql<{ fingerprint: string }>('SELECT fingerprint FROM site_secret')
  const isForgotten = kept?.fingerprint === forgotten
  const given = await secretOf(place)
  if (given === undefined && !isForgotten && (kept || (await wasServed(sql)))) throw new DataDirError(missing(place))
  const secret = given ?? (await readOrMakeSecret(place.dataDir, secretEntry))
  const fingerprint = fingerprintOf(secret)
  if (!kept || isForgotten) await keepFingerprint(sql, fingerprint)
  else if (kept.fingerprint !== fingerprint) throw new DataDirError(another(place))
  return secret
}

/** In the place of a fingerprint: the next start takes whatever secret there is. */
const forgotten = ''
const keepFingerprint = (sql: Sql, fingerprint: string) =>
  sql(
    'INSERT INTO site_secret (fingerprint) VALUES ($1) ON CONFLICT (id) DO UPDATE SET fingerprint = excluded.fingerprint',
    [fingerprint],
  )

/** Has the next start take the secret that it finds, or make one: what the old one sealed can never be read again. */
export async function forgetSecret(sql: Sql): Promise<void> {
  await keepFingerprint(sql, forgotten)
}

/** Whether a secret was used before: somebody signed in, a key called, or a webhook has a secret that was sealed. */
async function wasServed(sql: Sql): Promise<boolean> {
  const [row] = await sql<{ served: boolean }>(
    `SELECT EXISTS (SELECT FROM account WHERE last_login_at IS NOT NULL) OR EXISTS (SELECT FROM session)
       OR EXISTS (SELECT FROM api_key_use) OR EXISTS (SELECT FROM webhook_endpoint) AS served`,
  )
  return row?.served === true
}

const wayOut =
  'bring it back (each backup holds it), or run `npm run -s mingce -- secret lost`: everybody signs in anew, webhooks need new secrets'
const missing = ({ dataDir }: Place) =>
  `${path.join(dataDir, secretEntry)} is missing: it belongs to the database of this site; ${wayOut}`
const another = ({ dataDir, authSecret }: Place) =>
  `${authSecret === undefined ? path.join(dataDir, secretEntry) : 'AUTH_SECRET'} is not the secret that the database of this site was made with; ${wayOut}`
