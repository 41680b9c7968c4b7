import { randomUUID } from 'node:crypto'
import { pipeline } from 'node:stream/promises'
import type { Actor } from '../../src/domain/actor'
import { pace, workThrough } from '../../src/domain/jobs/work'
import { personRoles } from '../../src/domain/people/schema'
import {
  cancelImport,
  createImport,
  discardImport,
  type Held,
  runImport,
} from '../../src/domain/transfer/import/commands'
import { getImport, type ImportDetails, streamRefused } from '../../src/domain/transfer/import/queries'
import { explainRow } from '../../src/domain/transfer/import/reason-words'
import { refusedFile } from '../../src/domain/transfer/import/refused-file'
import type { ImportSettings } from '../../src/domain/transfer/import/schema'
import type { RootDb } from '../../src/infra/db'
import { allWorkers, tellWhatIsUnderWay } from './acts'
import { progressLine } from './progress'
import { CommandError, done, openFile, operatorOf } from './run'
import { onStop } from './stop'
import { wholeFile } from './whole-file'

export type ImportOptions = Partial<ImportSettings> & {
  school: number
  role: keyof typeof personRoles
  confirm?: number
  refused?: string
  dryRun?: boolean
}

/** The file as it is written by a person: what is wrong with it, in a line. */
const problems: Record<string, string> = {
  too_large: 'it is larger than UPLOAD_MAX_MB allows',
  empty: 'it is empty',
  not_a_table: 'it is no CSV file and no XLSX workbook',
  encrypted: 'it is protected by a password',
  damaged: 'it is damaged, or cut short',
  zip_bomb: 'it unpacks to far more than a table can need',
  bad_encoding: 'it is neither UTF-8 nor GB18030 throughout',
  unclosed_quote: 'a quote is never closed',
  line_too_long: 'a line is too long',
  cell_too_long: 'a cell is too long',
  too_many_columns: 'it has too many columns',
  too_many_rows: 'it has too many rows',
  no_such_sheet: 'the workbook has no such sheet',
  cancelled: 'it was cancelled',
  gone: 'its copy in the data dir is gone: import it again',
  forbidden: 'whoever asked for it may no longer import',
  died: 'the process that was at it ended again and again; the log says more',
  busy: 'people of the school are being changed all the time; try again',
  keys_missing: 'rows without a key keep a full sync from knowing who is missing',
}

function explainProblem({ kind, ...about }: NonNullable<ImportDetails['problem']>): string {
  if (kind === 'confirm')
    return `${about.missing} of ${about.active} people are not in the file and would be archived: say --confirm ${about.missing} if that is right`
  const line = typeof about.line === 'number' ? ` (line ${about.line})` : ''
  return `${problems[kind] ?? 'it could not be done; the log says why'}${line}`
}

const mostErrors = 1_000

async function errorsOf(db: RootDb, actor: Actor, id: number): Promise<{ line: number; reason: string }[]> {
  const { header, batches } = done(await streamRefused(db, actor, { id }))
  const errors: { line: number; reason: string }[] = []
  for await (const rows of batches) {
    for (const { line, kind, issues } of rows) errors.push({ line, reason: explainRow(issues, kind, header, 'en') })
    if (errors.length >= mostErrors) break
  }
  return errors.slice(0, mostErrors)
}

/** Imports a file as the pages do, by the same jobs; a dry run says what it would do and leaves nothing behind. */
export async function importFile(db: RootDb, file: string, options: ImportOptions): Promise<object> {
  const { school, role, confirm, refused, dryRun = false, ...settings } = options
  const actor = await operatorOf(db, school)
  const bytes = await openFile(file)
  const held: Held = { holder: randomUUID(), lease: pace.lease }
  const name = file.split(/[\\/]/).at(-1) ?? file
  const input = { role: personRoles[role], fileName: name, settings }
  const { id, job } = done(await createImport(db, actor, input, bytes, held))
  const line = progressLine(process.stderr)
  const through = async (jobId: string, by: Held): Promise<ImportDetails> => {
    await workThrough(db, allWorkers, jobId, { ...by, onProgress: line.say })
    return done(await getImport(db, actor, { id }))
  }
  const work = async (): Promise<ImportDetails> => {
    const read = await through(job, held)
    if (read.state !== 'ready' || dryRun) return read
    const again = { ...held, holder: randomUUID() }
    const running = done(await runImport(db, actor, { id, confirm }, again))
    await tellWhatIsUnderWay(db, actor, running.job)
    return through(running.job, again)
  }
  try {
    const read = await onStop(() => void cancelImport(db, actor, { id }), work)
    line.end()
    if (read.problem) throw new CommandError(`${name}: ${explainProblem(read.problem)}`)
    if (read.state !== (dryRun ? 'ready' : 'done')) throw new CommandError(`${name}: it was cancelled`)
    if (refused !== undefined) {
      const { text } = done(await refusedFile(db, actor, { id, language: 'zh' }))
      await wholeFile(refused, (into) => pipeline(text, into)).catch((error) => {
        if (!(error instanceof CommandError)) throw error
        // The people are written all the same: the counts are still to be said.
        process.stderr.write(`mingce: ${error.message}\n`)
        process.exitCode = 1
      })
    }
    return report(read, dryRun, await errorsOf(db, actor, id))
  } finally {
    line.end()
    if (dryRun) await discardImport(db, actor, { id })
  }
}

/** Rows that were refused make the command fail, once everything else is written and said. */
function report(read: ImportDetails, dryRun: boolean, errors: object[]): object {
  const { counts } = read
  const refused = (counts.wrong ?? 0) + (counts.duplicate ?? 0)
  if (refused > 0) process.exitCode = 1
  return {
    import: read.id,
    dry_run: dryRun,
    rows: read.rows,
    created: counts.new ?? 0,
    updated: counts.changed ?? 0,
    unchanged: counts.unchanged ?? 0,
    passed_over: counts.passed ?? 0,
    refused,
    archived: (dryRun ? counts.missing : counts.archived) ?? 0,
    guardians_created: counts.guardians ?? 0,
    change_set: read.change_set,
    columns: Object.fromEntries(read.header.map((title, at) => [title, read.targets[at] ?? null])),
    errors,
    errors_left_out: refused - errors.length,
  }
}
