import { stat } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import { makeBackup } from '../../src/domain/backup/make'
import { restoreBackup } from '../../src/domain/backup/restore'
import { checkBackup, openBackup } from '../../src/infra/backup/read'
import { assertRoom } from '../../src/infra/disk-space'
import { env } from '../../src/infra/env'
import { bytesLine, progressLine } from './progress'
import { withServer } from './run'
import { wholeFile } from './whole-file'

/** Writes the whole site to a file, as it is at one moment. */
export async function backupToFile(file: string): Promise<object> {
  const progress = bytesLine((written) => `${written} written`)
  const manifest = await withServer(
    (url) =>
      wholeFile(file, async (into) => {
        const written = pipeline(progress.passing, into)
        const made = makeBackup(url, progress.passing, env()).catch((error) => {
          progress.passing.destroy()
          throw error
        })
        return (await Promise.all([made, written]))[0]
      }),
    { readsOnly: true },
  )
  progress.end()
  const { size } = await stat(file)
  const { at, counts, secret } = manifest
  const isApart = secret !== null && !secret.isHere
  if (isApart) process.stderr.write('AUTH_SECRET is one of your settings and not in the backup: keep it too\n')
  return { file, size, at, ...counts, secret_included: secret?.isHere === true }
}

/** Makes an empty site the site of a backup. */
export async function restoreFromFile(file: string, lostSecret: boolean): Promise<object> {
  const line = progressLine(process.stderr)
  const saying = (phase: string) => (done: number, total: number) => line.say({ state: 'running', phase, done, total })
  const backup = await openBackup(file)
  try {
    const { databaseUrl, dataDir } = env()
    // Tables take no less room than their rows do as text.
    if (!databaseUrl) await assertRoom(dataDir, backup.size)
    await checkBackup(backup, saying('checking'))
    const restored = await withServer(
      (url) => restoreBackup(url, backup, env(), { lostSecret, onProgress: saying('restoring') }),
      { make: true },
    )
    const { at, counts, tables } = backup.manifest
    return {
      ...{ file, at, ...counts, tables: tables.length },
      ...{ passed_over: restored.passedOver, migrations_applied: restored.applied },
    }
  } finally {
    line.end()
    backup.close()
  }
}
