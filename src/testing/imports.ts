import { randomUUID } from 'node:crypto'
import { Readable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Actor } from '@/domain/actor'
import { workOnce } from '@/domain/jobs/work'
import {
  configureImport,
  createImport,
  type NewImport,
  type RunInput,
  runImport,
} from '@/domain/transfer/import/commands'
import { getImport, type ImportDetails } from '@/domain/transfer/import/queries'
import { listImportRows, type RowsInput } from '@/domain/transfer/import/rows'
import type { PreviewRow } from '@/domain/transfer/import/schema'
import { importWorkers } from '@/domain/transfer/import/workers'
import { testDb, value } from './factories'

const never = new AbortController().signal
const lease = 60

/** Does a job as the loop of a web process does, in this one, when its turn comes. */
export async function work(job: string, holder: string): Promise<void> {
  while (!(await workOnce(testDb, importWorkers, never, { holder, id: job, lease }))) {
    const open = await testDb.sql('SELECT 1 AS one FROM job WHERE id = $1::bigint AND finished_at IS NULL', [job])
    if (open.length === 0) throw new Error('there was no such job')
    await sleep(20)
  }
}

/** A file of the school's that has been read. */
export async function readFile(
  actor: Actor,
  file: string | Uint8Array,
  input: Partial<NewImport> = {},
): Promise<ImportDetails> {
  const holder = randomUUID()
  const held = { holder, lease }
  const chunks = Readable.from([Buffer.from(file)])
  const { id, job } = value(
    await createImport(testDb, actor, { role: 1, fileName: 'people.csv', ...input }, chunks, held),
  )
  await work(job, holder)
  return value(await getImport(testDb, actor, { id }))
}

export async function configure(actor: Actor, input: Parameters<typeof configureImport>[2]): Promise<ImportDetails> {
  const holder = randomUUID()
  const { job } = value(await configureImport(testDb, actor, input, { holder, lease }))
  await work(job, holder)
  return value(await getImport(testDb, actor, { id: input.id }))
}

/** Writes an import that has been read, and answers what came of it. */
export async function run(
  actor: Actor,
  id: number,
  confirm?: number,
  input: Partial<RunInput> = {},
): Promise<ImportDetails> {
  const holder = randomUUID()
  const { job } = value(await runImport(testDb, actor, { id, confirm, ...input }, { holder, lease }))
  await work(job, holder)
  return value(await getImport(testDb, actor, { id }))
}

export const rowsOf = async (actor: Actor, id: number, narrowed: Partial<RowsInput> = {}): Promise<PreviewRow[]> =>
  value(await listImportRows(testDb, actor, { id, page: 1, per_page: 500, ...narrowed })).rows
