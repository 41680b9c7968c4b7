import { rename, rm } from 'node:fs/promises'
import { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { personRoles } from '../../src/domain/people/schema'
import { exportPeople } from '../../src/domain/transfer/export'
import type { FileFormat } from '../../src/domain/transfer/schema'
import type { RootDb } from '../../src/infra/db'
import { newFile } from '../../src/infra/new-file'
import { CommandError, done, operatorOf } from './run'

export type ExportOptions = {
  school: number
  role: keyof typeof personRoles
  format?: FileFormat
  language?: 'zh' | 'en'
}

const aSecond = 1_000

/** A line that says how far it is, over itself on a terminal, and once at the end otherwise. */
function progressOf(count: number) {
  let [size, told] = [0, 0]
  const line = () => `${count} people, ${(size / 1_000_000).toFixed(1)} MB written`
  const passing = new Transform({
    transform(chunk: Buffer, _encoding, next) {
      size += chunk.length
      if (process.stderr.isTTY && Date.now() - told > aSecond) {
        told = Date.now()
        process.stderr.write(`\r${line()}`)
      }
      next(null, chunk)
    },
  })
  return { passing, end: () => process.stderr.write(`${process.stderr.isTTY ? '\r' : ''}${line()}\n`) }
}

/** Writes the people of a role to a file, which is there whole or not at all. */
export async function exportToFile(db: RootDb, options: ExportOptions, file: string): Promise<object> {
  const format = options.format ?? (file.toLowerCase().endsWith('.csv') ? 'csv' : 'xlsx')
  const { role, language } = options
  const actor = await operatorOf(db, options.school)
  const { count, bytes } = done(await exportPeople(db, actor, { role: personRoles[role], format, language }))
  const draft = `${file}.${process.pid}.part`
  const progress = progressOf(count)
  try {
    await pipeline(bytes, progress.passing, await newFile(draft))
    await rename(draft, file)
  } catch (error) {
    await rm(draft, { force: true })
    throw new CommandError(`${file} cannot be written: ${error instanceof Error ? error.message : String(error)}`)
  }
  progress.end()
  return { role, format, count, file }
}
