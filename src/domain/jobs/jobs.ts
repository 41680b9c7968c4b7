import type { Db, Sql } from '@/infra/db'
import { env } from '@/infra/env'
import type { ServerState } from '@/infra/sql-error'
import type { Author } from '../history/record'

type Sqls = { readonly sql: Sql }

/** Big acts: a school has one at a time under way, the others wait in the order in which they were asked for. */
export const bigActs = ['import-run', 'undo', 'undo-preview', 'rollover', 'removal', 'status'] as const
export const jobKinds = ['import-read', ...bigActs] as const
export type JobKind = (typeof jobKinds)[number]

/** A job that a runner holds. */
export type Job = {
  id: string
  kind: JobKind
  subjectId: number
  author: Author
  input: Record<string, unknown>
  holder: string
  tries: number
  /** The run of the database and of the site in which it was begun this time. */
  origin: string
}

export type JobState = 'waiting' | 'running' | 'done' | 'failed' | 'cancelled'
/**
 * What came between while a job waits to go on by itself: the state of the database, the end of the site or of its process
 * (`cut_off`), or a failure that is tried again.
 */
export type JobTrouble = ServerState | 'cut_off' | 'failed'
export type JobProgress = { state: JobState; phase: string; done: number; total: number }

/** Asks for work, in the caller's transaction. With a holder it is held from the start, and nobody else begins it. */
export async function addJob(
  db: Sqls,
  author: Author,
  job: { kind: JobKind; subjectId: number; input?: object; holder?: string | undefined; lease?: number },
): Promise<string> {
  const [row] = await db.sql<{ id: string }>(
    `INSERT INTO job (school_id, via, account_id, api_key_id, kind, subject_id, input, holder, held_until)
     VALUES ($1, $2, $3, $4, $5, $6, $7::jsonb, $8::uuid, CASE WHEN $8::uuid IS NOT NULL THEN now() + make_interval(secs => $9) END)
     RETURNING id::text`,
    [
      ...[author.schoolId, author.via, author.accountId, author.apiKeyId],
      ...[job.kind, job.subjectId, JSON.stringify(job.input ?? {}), job.holder ?? null, job.lease ?? 0],
    ],
  )
  if (!row) throw new Error('a job was not written')
  return row.id
}

type Claimed = Omit<Job, 'author' | 'holder'> & Author & { holder: string }

/** Longer than any lease or pause: what is held beyond was held by a clock that has been put right since. */
const longestHold = `interval '10 minutes'`

/** SQL for the run of the database, and of the site whose id is `$5`. */
const origin = `pg_postmaster_start_time()::text || ' ' || $5::text`
/** SQL: its last holder went with the database or with the whole site, and so is not what it died of. */
const wasCutOff = `state = 'running' AND tries > 0 AND origin <> ${origin}`

/** SQL: `job j` is no big act, or the next of its school; one that was cancelled is only to be ended. */
const hasItsTurn = `(j.kind <> ALL($6::text[]) OR j.is_cancelled OR NOT EXISTS (SELECT FROM job o
  WHERE o.school_id = j.school_id AND o.id <> j.id AND o.kind = ANY($6::text[]) AND o.state IN ('waiting', 'running') AND (o.id < j.id OR o.state = 'running')))`

/**
 * Takes the oldest job that nobody holds and whose turn it is, or the one named; undefined when there is none. `lease` is
 * in seconds. Who held it before and was too slow finds at its end that it is not theirs.
 */
export async function claimJob(
  db: Sqls,
  holder: string,
  lease: number,
  only: { kinds: readonly JobKind[]; id?: string | undefined; schoolId?: number | undefined },
): Promise<Job | undefined> {
  const [row] = await db.sql<Claimed>(
    `UPDATE job SET state = 'running', holder = $1::uuid, held_until = now() + make_interval(secs => $2), started_at = now(), origin = ${origin},
       trouble = CASE WHEN state = 'running' AND tries > 0 THEN 'cut_off' ELSE trouble END,
       tries = CASE WHEN ${wasCutOff} THEN tries ELSE tries + 1 END
     WHERE id = (SELECT id FROM job j WHERE state IN ('waiting', 'running') AND kind = ANY($3::text[])
       AND ($4::bigint IS NULL OR id = $4::bigint) AND ($7::int IS NULL OR school_id = $7::int)
       AND (held_until IS NULL OR held_until NOT BETWEEN now() AND now() + ${longestHold} OR (holder = $1::uuid AND state = 'waiting'))
       AND ${hasItsTurn} ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED)
     RETURNING id::text, kind, subject_id AS "subjectId", input, tries, holder, origin, school_id AS "schoolId", via,
       account_id AS "accountId", api_key_id AS "apiKeyId"`,
    [holder, lease, only.kinds, only.id ?? null, env().boot, bigActs, only.schoolId ?? null],
  )
  if (!row) return undefined
  const { schoolId, via, accountId, apiKeyId, ...job } = row
  return { ...job, author: { schoolId, via, accountId, apiKeyId } }
}

const isHeld = `id = $1::bigint AND holder = $2::uuid AND state = 'running'`

/** Renews the lease and says how far the work is. */
export async function renewJob(
  db: Sqls,
  job: Job,
  lease: number,
  { phase, done, total }: Omit<JobProgress, 'state'>,
): Promise<'held' | 'cancelled' | 'lost'> {
  const [row] = await db.sql<{ cancelled: boolean }>(
    `UPDATE job SET held_until = now() + make_interval(secs => $3), phase = $4, done = $5, total = $6
     WHERE ${isHeld} RETURNING is_cancelled AS cancelled`,
    [job.id, job.holder, lease, phase, done, total],
  )
  return row ? (row.cancelled ? 'cancelled' : 'held') : 'lost'
}

/** The job is no longer this runner's: another took it over, or it was cancelled. What was done for it is rolled back. */
export class JobLost extends Error {}

/**
 * Ends the job in the transaction of its last write, so that work and end are there together or not at all.
 * @throws JobLost
 */
export async function finishJob(db: Sqls, job: Job, result?: object): Promise<void> {
  const rows = await db.sql(
    `UPDATE job SET state = 'done', phase = '', done = total, holder = NULL, held_until = NULL, finished_at = now(), result = $3::jsonb
     WHERE ${isHeld} AND NOT is_cancelled RETURNING 1 AS one`,
    [job.id, job.holder, result === undefined ? null : JSON.stringify(result)],
  )
  if (rows.length === 0) throw new JobLost()
}

/** Ends a job that did not come to its end; false when it is not this runner's to end. */
export async function endJob(db: Sqls, job: Job, state: 'failed' | 'cancelled', result?: object): Promise<boolean> {
  const rows = await db.sql(
    `UPDATE job SET state = $3, holder = NULL, held_until = NULL, finished_at = now(), result = $4::jsonb WHERE ${isHeld} RETURNING 1 AS one`,
    [job.id, job.holder, state, result === undefined ? null : JSON.stringify(result)],
  )
  return rows.length > 0
}

/**
 * Gives a job back, to be begun again by whoever comes first, after a pause in seconds. `isTry`: the job failed by itself,
 * which counts towards giving it up. One that was cut off says so also when another runner holds the job by now.
 */
export async function releaseJob(
  db: Sqls,
  job: Job,
  pause: number,
  isTry: boolean,
  trouble: JobTrouble | null = null,
): Promise<void> {
  await db.sql(
    `UPDATE job SET state = 'waiting', holder = NULL, held_until = CASE WHEN $3 > 0 THEN now() + make_interval(secs => $3) END,
       trouble = coalesce($4, trouble)
     WHERE ${isHeld}`,
    [job.id, job.holder, pause, trouble],
  )
  // In another run of database or site the next runner has counted it out already.
  if (!isTry)
    await db.sql(
      `UPDATE job SET tries = tries - 1 WHERE id = $1::bigint AND state IN ('waiting', 'running') AND tries > 0 AND origin = $2`,
      [job.id, job.origin],
    )
}

/**
 * SQL: what came between while `job j` is to go on by itself. Who holds it gives a sign every second: without one it was cut
 * off, though its lease lasts.
 */
export const troubleOf = `CASE WHEN j.state = 'running' AND j.held_until < now() + interval '10 seconds' THEN 'cut_off' ELSE j.trouble END`

/** How far a job is, or undefined when there is none. */
export async function jobProgress(db: Sqls, id: string): Promise<(JobProgress & { schoolId: number }) | undefined> {
  const [row] = await db.sql<JobProgress & { schoolId: number }>(
    'SELECT state, phase, done, total, school_id AS "schoolId" FROM job WHERE id = $1::bigint',
    [id],
  )
  return row
}

/** Asks whoever holds the job to end it; nothing of it stays. */
export async function cancelJob(db: Db, schoolId: number, id: string): Promise<void> {
  await db.sql(
    `UPDATE job SET is_cancelled = true WHERE id = $1::bigint AND school_id = $2 AND state IN ('waiting', 'running')`,
    [id, schoolId],
  )
}
