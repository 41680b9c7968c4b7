import { pipeline } from 'node:stream/promises'
import { personRoles } from '../../src/domain/people/schema'
import { exportPeople } from '../../src/domain/transfer/export'
import type { FileFormat } from '../../src/domain/transfer/schema'
import type { RootDb } from '../../src/infra/db'
import { bytesLine } from './progress'
import { done, operatorOf } from './run'
import { wholeFile } from './whole-file'

export type ExportOptions = {
  school: number
  role: keyof typeof personRoles
  format?: FileFormat
  language?: 'zh' | 'en'
}

/** Writes the people of a role to a file, which is there whole or not at all. */
export async function exportToFile(db: RootDb, options: ExportOptions, file: string): Promise<object> {
  const format = options.format ?? (file.toLowerCase().endsWith('.csv') ? 'csv' : 'xlsx')
  const { role, language } = options
  const actor = await operatorOf(db, options.school)
  const input = { role: personRoles[role], format, language }
  let count = 0
  const progress = bytesLine((written) => `${count} people, ${written} written`)
  await wholeFile(file, async (into) => {
    // Only now: an export is on record, and begins to read.
    const exported = done(await exportPeople(db, actor, input))
    count = exported.count
    if (!exported.isRecorded)
      process.stderr.write('the database takes no writes: the history does not show this export\n')
    await pipeline(exported.bytes, progress.passing, into)
  })
  progress.end()
  return { role, format, count, file }
}
