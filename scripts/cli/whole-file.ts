import { rename, rm } from 'node:fs/promises'
import type { Writable } from 'node:stream'
import { BackupError } from '../../src/infra/backup/manifest'
import { newFile } from '../../src/infra/new-file'
import { CommandError } from './run'

/** Has a file written, for this user alone, which is there whole or not at all. */
export async function wholeFile<T>(file: string, write: (into: Writable) => Promise<T>): Promise<T> {
  const draft = `${file}.${process.pid}.part`
  try {
    const value = await write(await newFile(draft, { flush: true }))
    await rename(draft, file)
    return value
  } catch (error) {
    await rm(draft, { force: true })
    if (error instanceof BackupError) throw error
    throw new CommandError(`${file} was not written: ${error instanceof Error ? error.message : String(error)}`)
  }
}
