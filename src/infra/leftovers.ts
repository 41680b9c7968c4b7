import { readdir, rm, stat } from 'node:fs/promises'
import path from 'node:path'

/** Nobody needs a minute between making such a file and renaming, linking or unlinking it; an hour is safe. In milliseconds. */
const hour = 3_600_000

const uuid = '[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}'
/** What is there for a moment, by folder of the data dir: proofs, drafts of secrets, answers that wait for slow readers. */
const momentary = [
  { folder: '.', names: new RegExp(`^(\\.probe-|auth\\.secret\\.|postgres\\.password\\.)${uuid}$`) },
  { folder: 'spool', names: new RegExp(`^${uuid}$`) },
]

/** Removes the files of a moment that a kill left in the data dir: they may hold secrets or personal data. */
export async function clearLeftovers(dataDir: string, now = Date.now()): Promise<void> {
  for (const { folder, names } of momentary) {
    for (const name of await readdir(path.join(dataDir, folder)).catch(() => [])) {
      if (!names.test(name)) continue
      const file = path.join(dataDir, folder, name)
      const { mtimeMs } = (await stat(file).catch(() => undefined)) ?? { mtimeMs: now }
      if (now - mtimeMs > hour) await rm(file, { force: true }).catch(() => undefined)
    }
  }
}
