import { open, readFile, stat } from 'node:fs/promises'
import type { Readable } from 'node:stream'
import { operatorActor } from '../../src/auth/operator'
import type { Actor } from '../../src/domain/actor'
import { startSecret } from '../../src/domain/backup/secret'
import type { Failure, Issue, Result } from '../../src/domain/errors'
import { acquireCopy, needsCopy } from '../../src/infra/database-copy'
import { openDb, type RootDb } from '../../src/infra/db'
import { giveUpReserve, NoRoomError } from '../../src/infra/disk-space'
import { acquireDatabase, type HeldDatabase } from '../../src/infra/embedded-postgres'
import { env } from '../../src/infra/env'
import { heard } from '../../src/infra/heard'
import { applyMigrations } from '../../src/infra/migrate'
import { serverState } from '../../src/infra/sql-error'
import { decoded, encodingOf } from '../../src/infra/tables/encoding'
import { TableError } from '../../src/infra/tables/table'
import { checkDatabase, checkPlace, fileLine, lastLine, stateLine } from '../supervisor/checks'
import { untilStopped } from './stop'

/** One line for the operator; the command ends with code 1. */
export class CommandError extends Error {}

/**
 * `make`: a site that is not there is made. Without it, a mistyped data dir is an error. `readsOnly`: nothing is
 * written, so that a database with which no site can be started will do, and a data dir that cannot be written.
 */
export type Place = { make?: boolean; readsOnly?: boolean }

/** Does the work on the server of the settings, whether the app runs or not, at the address of the database as it is. */
export async function withServer<T>(
  work: (url: string) => Promise<T>,
  { make = false, readsOnly = false }: Place = {},
): Promise<T> {
  const { databaseUrl, dataDir } = env()
  await checkPlace(env())
  if (databaseUrl) await checkDatabase(databaseUrl, { readsOnly })
  const stop = new AbortController()
  const { signal } = stop
  const acquire = () => (readsOnly ? acquireToRead(dataDir, signal) : acquireDatabase(dataDir, { make, signal }))
  const held = databaseUrl ? undefined : acquire()
  try {
    const url = await untilStopped(async () => (await held)?.url ?? databaseUrl ?? '')
    return await untilStopped(() => work(url))
  } finally {
    stop.abort()
    const ending = await (await held?.catch(() => undefined))?.release()
    if (ending === 'killed') process.stderr.write('mingce: the database did not end in time, stopped hard\n')
  }
}

/** The database in the data dir, or a copy of it where its disk is full or read-only. */
async function acquireToRead(dataDir: string, signal: AbortSignal): Promise<HeldDatabase> {
  if (!(await needsCopy(dataDir)))
    return acquireDatabase(dataDir, { make: false, signal }).catch(async (error) => {
      if (serverState(error) !== 'full') throw error
      await giveUpReserve(dataDir)
      return acquireDatabase(dataDir, { make: false, signal })
    })
  process.stderr.write(`the data dir ${dataDir} cannot be written: a copy of its database is read\n`)
  return acquireCopy(dataDir, signal)
}

/** Does the work on the database of the settings, migrated first. */
export const withDatabase = <T>(work: (db: RootDb) => Promise<T>, place?: Place): Promise<T> =>
  withServer(async (url) => {
    await applyMigrations(url)
    const db = openDb(url, 2)
    try {
      // A site is made with its secret, so that a lost one is told from one that was never made.
      if (place?.make && !env().databaseUrl) await startSecret(db.sql, env())
      return await work(db)
    } finally {
      await db.end()
    }
  }, place)

/** The operator as an actor of the school. */
export async function operatorOf(db: RootDb, school: number): Promise<Actor> {
  const actor = await operatorActor(db, school, 'command-line')
  if (!actor) throw new CommandError(`there is no school ${school}`)
  return actor
}

const words: Record<Issue['reason'], string> = {
  blank: 'is missing',
  invalid: 'is not valid',
  not_integer: 'must be a whole number',
  too_long: 'is too long',
  too_short: 'is too short',
  taken: 'is taken already',
  unknown_key: 'is not known',
  unknown_option: 'is none of the options',
  not_https: 'must begin with https://',
  private_address: 'is a private address',
  fixed: 'cannot be changed',
  option_in_use: 'is in use',
  value_in_use: 'is in use',
  absent: 'does not exist',
  wrong_code: 'is wrong',
  expired_code: 'has expired',
  wrong_password: 'is wrong',
  too_common: 'is easily guessed',
  like_name: 'is too like the name',
  twice: 'is there twice in the file',
  ambiguous: 'is held by several people',
  masked: 'is a masked number, and not that of this person',
  digits_lost: 'is a long number of which a spreadsheet program lost digits',
  formula_without_value: 'is a formula that was not calculated',
  error_value: 'is an error of the spreadsheet',
  beyond_header: 'stands in a column without a title',
  last_admin: 'would leave the school without an administrator',
}

const refusals: Record<Extract<Failure, { kind: 'refused' }>['reason'], string> = {
  real_schools_exist: 'real schools exist here: the demo school is for trying Mingce out on an empty site',
  already_set_up: 'the site is set up already',
  link_used: 'the link was used already',
  too_late: 'it is too late for that',
  needs_school: 'several schools have this number: the school must be chosen',
  last_admin: 'the school would be left without an administrator',
  not_sent: 'the message could not be sent',
  decided_already: 'that has been decided already',
  matched_already: 'the teacher has an account already',
  too_many_secrets: 'the key has too many secrets that still work: end an old one first',
  nothing_to_undo: 'there is nothing left to undo',
  import_busy: 'the import is being read or written',
  import_changed: 'somebody just changed this import: look at it again',
  import_cleared: 'the rows of the import were deleted',
  import_ended: 'the import was written already, or its file could not be read',
  too_large: 'the file is larger than UPLOAD_MAX_MB allows',
  erased_for_good: 'an erasure cannot be undone',
  own_record: 'nobody erases their own record',
  other_grade: 'a guardian has children in other grades too',
  has_record: 'the account belongs to a person: erase the person',
  rolled_over: 'the school year was closed already',
  nothing_to_roll_over: 'there is nobody to change',
  other_site: 'the call does not come from a page of this site',
}

function explain(failure: Failure): string {
  switch (failure.kind) {
    case 'invalid':
      return failure.issues
        .map(
          ({ field, reason, limit }) =>
            `${field} ${words[reason]}${limit === undefined ? '' : ` (${limit} characters)`}`,
        )
        .join('; ')
    case 'refused':
      return refusals[failure.reason]
    case 'not_found':
      return 'there is no such record'
    case 'forbidden':
    case 'confirm':
      return 'that is not allowed'
    case 'missing_scope':
      return `that needs the scope ${failure.scope}`
    case 'throttled':
      return `too often; try again in ${failure.seconds} seconds`
    case 'unavailable':
      return `the site is busy; try again in ${failure.seconds} seconds`
    case 'changed_meanwhile':
    case 'busy':
      return 'the record is being changed by others; try again'
  }
}

/** The one line for a command that failed, whatever it failed of. */
export function lineOf(error: unknown): string {
  if (error instanceof NoRoomError) return error.message
  return fileLine(error) ?? stateLine(error) ?? lastLine(error instanceof Error ? error.message : String(error))
}

/** The value of a result, or a `CommandError` that explains the failure. */
export function done<T>(result: Result<T>): T {
  if (result.ok) return result.value
  throw new CommandError(explain(result.failure))
}

/** The bytes of a file that is there and can be read. */
export async function openFile(file: string): Promise<Readable> {
  const about = await stat(file).catch(() => undefined)
  // Opening a pipe would wait for whoever writes to it.
  const opened = about?.isFile() ? await open(file).catch(() => undefined) : undefined
  if (!opened) throw new CommandError(`${file} cannot be read`)
  return heard(opened.createReadStream())
}

/** The text of a file in whatever encoding the terminal had that wrote it. */
async function readText(file: string): Promise<string> {
  const bytes = await readFile(file).catch(() => {
    throw new CommandError(`${file} cannot be read`)
  })
  const chunks = async function* () {
    yield bytes
  }
  try {
    const encoding = await encodingOf(bytes, chunks, bytes.length)
    let text = ''
    for await (const part of decoded(chunks(), encoding)) text += part
    return text
  } catch (error) {
    if (!(error instanceof TableError)) throw error
    throw new CommandError(`${file} is neither UTF-8 nor GB18030 throughout`)
  }
}

/** The array of a JSON file. */
export async function readJsonArray(file: string): Promise<unknown[]> {
  const text = await readText(file)
  try {
    const parsed: unknown = JSON.parse(text)
    if (Array.isArray(parsed)) return parsed
  } catch {
    throw new CommandError(`${file} is no JSON`)
  }
  throw new CommandError(`${file} holds no JSON array`)
}
