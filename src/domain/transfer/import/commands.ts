import { type Db, transaction } from '@/infra/db'
import type { Actor } from '../../actor'
import { isConfirmed, unconfirmed } from '../../confirmation'
import { forbidden, invalid, notFound, ok, type Result, refused } from '../../errors'
import { updateField } from '../../fields/commands'
import { fieldsOf } from '../../fields/queries'
import { addJob, cancelJob } from '../../jobs/jobs'
import type { PersonRole } from '../../people/schema'
import { can } from '../../policy'
import { missingMembers } from './archive'
import { adoptDraft, dropFile, fileOf, keepDraft, uploadLimit } from './files'
import { isResolved } from './resolve'
import { type ImportSettings, importSettings } from './schema'
import { loadImport, type Stored, scopeOf } from './scope'
import type { IfChanged } from './shown'
import { targetsOf } from './targets'

export type NewImport = {
  role: PersonRole
  fileName: string
  settings?: Partial<ImportSettings> | undefined
  /** Of the file, in bytes, where it is known before. */
  size?: number | undefined
}
/** Of a caller who does the work itself: it holds the jobs from the start. */
export type Held = { holder: string; lease: number }

/**
 * Takes a file in, up to `UPLOAD_MAX_MB`, and asks for it to be read. The file lies in the data dir until some days after
 * it was last used.
 */
export async function createImport(
  db: Db,
  actor: Actor,
  input: NewImport,
  chunks: AsyncIterable<Uint8Array>,
  held?: Held,
): Promise<Result<{ id: number; job: string }>> {
  if (!can(actor, 'people:import')) return forbidden
  const draft = await keepDraft(chunks, uploadLimit(), input.size)
  if (draft === undefined) return refused('too_large')
  try {
    const work = async (tx: Db) => {
      const [row] = await tx.sql<{ id: number }>(
        'INSERT INTO import (school_id, role, file_name, settings, account_id) VALUES ($1, $2, $3, $4::jsonb, $5) RETURNING id',
        [
          actor.schoolId,
          input.role,
          input.fileName.slice(0, 255),
          JSON.stringify(importSettings.parse(input.settings ?? {})),
          actor.accountId,
        ],
      )
      if (!row) throw new Error('an import was not written')
      await adoptDraft(draft, row.id)
      return ok({ id: row.id, job: await ask(tx, actor, row.id, 'import-read', {}, held) })
    }
    return await transaction(db, work, undefined, { reachesOut: true })
  } finally {
    await dropFile(draft)
  }
}

/** Asks for a job about the import, and names it as the one that counts. */
export async function ask(
  tx: Db,
  actor: Actor,
  id: number,
  kind: 'import-read' | 'import-run',
  input: object,
  held?: Held,
): Promise<string> {
  const job = await addJob(tx, actor, { kind, subjectId: id, input, ...held })
  await tx.sql('UPDATE import SET job_id = $2::bigint, state = $3, problem = NULL, touched_at = now() WHERE id = $1', [
    id,
    job,
    kind === 'import-read' ? 'reading' : 'running',
  ])
  return job
}

/** Does the work with an import that is neither being read nor written, held until the end. */
export async function withReady<T>(
  db: Db,
  actor: Actor,
  id: number,
  work: (tx: Db, stored: Stored) => Promise<Result<T>>,
): Promise<Result<T>> {
  if (!can(actor, 'people:import')) return forbidden
  return transaction(db, async (tx) => {
    const stored = await loadImport(tx, actor.schoolId, id, 'FOR UPDATE')
    if (!stored) return notFound
    if (stored.cleared) return refused('import_cleared')
    if (stored.state === 'reading' || stored.state === 'running') return refused('import_busy')
    if (stored.state !== 'ready') return refused('import_ended')
    return work(tx, stored)
  })
}

/** Says what the columns are and how the rows are to be taken; the file is read again by it. */
export function configureImport(
  db: Db,
  actor: Actor,
  input: { id: number; targets?: (string | null)[] | undefined; settings?: Partial<ImportSettings> | undefined },
  held?: Held,
): Promise<Result<{ job: string }>> {
  return withReady(db, actor, input.id, async (tx, stored) => {
    const { targets, settings } = input
    const known = new Set(targetsOf(stored.role, (await fieldsOf(tx, actor)).fields).map(({ name }) => name))
    const named = (targets ?? []).filter((target) => target !== null)
    const wrong = named.find((target, at) => !known.has(target) || named.indexOf(target) !== at)
    if (wrong !== undefined)
      return invalid({ field: 'targets', reason: known.has(wrong) ? 'twice' : 'unknown_key', value: wrong })
    if (targets && targets.length !== stored.header.length) return invalid({ field: 'targets', reason: 'invalid' })
    await tx.sql('UPDATE import SET settings = $2::jsonb, targets = $3::jsonb WHERE id = $1', [
      stored.id,
      JSON.stringify({ ...stored.settings, ...settings }),
      JSON.stringify(targets ?? stored.targets ?? []),
    ])
    return ok({ job: await ask(tx, actor, stored.id, 'import-read', {}, held) })
  })
}

/** Adds options to a choice of the school's, as the rows of the import have them; the file is read again. */
export async function addImportOptions(
  db: Db,
  actor: Actor,
  input: { id: number; field: string; options: string[] },
): Promise<Result<{ job: string }>> {
  return withReady(db, actor, input.id, async (tx, stored) => {
    const field = (await fieldsOf(tx, actor)).fields.find(
      ({ name, role }) => name === input.field && role === stored.role,
    )
    if (!field) return notFound
    const options = [...new Set([...field.options, ...input.options.map((option) => option.trim())])]
    const updated = await updateField(tx, actor, { name: field.name, patch: { options } })
    return updated.ok ? ok({ job: await ask(tx, actor, stored.id, 'import-read', {}) }) : updated
  })
}

/** Whether the import takes the way in from people who have an account, or gives it back, as its preview has it. */
async function touchesMembers(tx: Db, { id, role, schoolId, settings }: Stored): Promise<boolean> {
  const gone = settings.mode === 'sync' ? `EXISTS (SELECT ${missingMembers})` : 'false'
  const [row] = await tx.sql<{ touches: boolean }>(
    `SELECT EXISTS (SELECT FROM import_verdict v JOIN account a ON a.person_id = v.person_id AND a.deleted_at IS NULL
       WHERE v.import_id = $3 AND v.kind = 'changed' AND jsonb_exists_any(v.before, ARRAY['status', 'usin']))
       OR (${gone} AND $1::int IS NOT NULL AND $2::int IS NOT NULL) AS touches`,
    [schoolId, role, id],
  )
  return row?.touches ?? false
}

/** Whether somebody changed people since the rows were judged: whom the import touches is then not known. */
const isStale = async (tx: Db, stored: Stored): Promise<boolean> =>
  !(await isResolved(tx.sql, (await scopeOf(tx, stored)).scope))

export type RunInput = {
  id: number
  confirm?: number | undefined
  ifChanged?: IfChanged | undefined
  judged?: number | undefined
}

/**
 * Asks for the import to be written. `confirm` is the number of people who go by a full sync, typed by somebody; the job
 * stops when it is wanted and is not theirs. `ifChanged` says what becomes of rows that are otherwise than shown; `judged`
 * names the judgement that was shown, where one was.
 */
export function runImport(db: Db, actor: Actor, input: RunInput, held?: Held): Promise<Result<{ job: string }>> {
  const { id, confirm, ifChanged = 'write', judged } = input
  return withReady(db, actor, id, async (tx, stored) => {
    if (judged !== undefined && judged !== stored.judged) return refused('import_changed')
    const confirmed = isConfirmed(actor)
    if (!confirmed && ((await isStale(tx, stored)) || (await touchesMembers(tx, stored)))) return unconfirmed
    const asked = { confirmed, ifChanged, ...(confirm === undefined ? {} : { confirm }) }
    return ok({ job: await ask(tx, actor, id, 'import-run', asked, held) })
  })
}

/** Ends the reading or writing that is under way; nothing of it stays. */
export async function cancelImport(db: Db, actor: Actor, input: { id: number }): Promise<Result<null>> {
  if (!can(actor, 'people:import')) return forbidden
  const stored = await loadImport(db, actor.schoolId, input.id)
  if (!stored) return notFound
  if (stored.jobId) await cancelJob(db, actor.schoolId, stored.jobId)
  return ok(null)
}

const staged = ['import_row', 'import_fix', 'import_verdict', 'import_guardian', 'import_tie', 'import_shown']

/** Deletes the rows and the file of an import; that it was, and what came of it, stays. */
export async function clearRows(tx: Db, id: number): Promise<void> {
  for (const table of staged) await tx.sql(`DELETE FROM ${table} WHERE import_id = $1`, [id])
  await tx.sql('UPDATE import SET cleared_at = now() WHERE id = $1', [id])
  await dropFile(fileOf(id))
}

/** Deletes what was sent, before its time. */
export async function discardImport(db: Db, actor: Actor, input: { id: number }): Promise<Result<null>> {
  if (!can(actor, 'people:import')) return forbidden
  return transaction(db, async (tx) => {
    const stored = await loadImport(tx, actor.schoolId, input.id, 'FOR UPDATE')
    if (!stored) return notFound
    if (stored.state === 'reading' || stored.state === 'running') return refused('import_busy')
    if (!stored.cleared) await clearRows(tx, stored.id)
    return ok(null)
  })
}
