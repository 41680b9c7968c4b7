import { type Connection, withConnection } from '@/infra/connection'
import type { Sql } from '@/infra/db'
import { brokenUnique } from '@/infra/sql-error'
import { leavesNoAdmin } from '../../accounts/administrators'
import { movesMembers } from '../../accounts/members'
import { openChangeSet } from '../../history/record'
import { finishJob, JobLost } from '../../jobs/jobs'
import type { Work } from '../../jobs/work'
import { countMissing, needsConfirming } from './archive'
import { merge } from './merge'
import { Moved } from './moved'
import { readInThread } from './read'
import type { ImportCounts } from './schema'
import { countKinds, loadImport, type Stored, scopeOf } from './scope'
import { type Differences, ifChangedOf, judgeAnew } from './shown'
import { plainTitle } from './words'

/** How often an import is worked out anew when people or fields change under it. */
const tries = 5
/** After so many tries that met a change, one that may leave rows out has the school's writers wait: it gets to its end. */
const patient = 2

/** The imports of one school are written one after another. */
const schoolsLock = 7_262_046

/**
 * After so many people written, and their guardians, the planner no longer knows the tables: without new statistics lists
 * are slow until autovacuum comes by. SKIP_LOCKED: who vacuums a table at this moment is not waited for.
 */
const many = 1_000
const grown = 'person, guardianship, unique_value'

/** What keeps an import from being written; the import is as before, and says it. */
class Stopped extends Error {
  constructor(readonly problem: object) {
    super('stopped')
  }
}

/**
 * Writes an import: its rows are looked at again by the people and fields of this moment and written, with one change
 * set, in one transaction that ends the job too. Cut short at any point, nothing of it is there, and it is begun anew.
 */
export async function runImport(work: Work): Promise<void> {
  for (let n = 1; ; n++) {
    try {
      const isHeld = n > patient && ifChangedOf(work.job.input) === 'leave'
      if ((await attempt(work, isHeld)) !== 'outdated') return
      if (!(await readInThread(work, null))) throw new Stopped({ kind: 'broken' })
    } catch (error) {
      if (error instanceof Stopped) return stopped(work, error.problem)
      const again = error instanceof Moved || brokenUnique(error) !== undefined
      if (!again) throw error
      if (n === tries) return stopped(work, { kind: 'busy' })
    }
  }
}

const stopped = ({ db, job }: Work, problem: object): Promise<void> =>
  withConnection(db.url, (connection) =>
    connection.transaction(async () => {
      await connection.sql(`UPDATE import SET state = 'ready', problem = $2::jsonb, touched_at = now() WHERE id = $1`, [
        job.subjectId,
        JSON.stringify(problem),
      ])
      await finishJob(connection, job)
    }),
  )

/** Writes nothing: the rows that differ are shown, beside what all of them would do now. */
async function showDifferences(
  { sql }: Connection,
  importId: number,
  counts: ImportCounts,
  { rows, more, fewer }: Differences,
): Promise<void> {
  const count = { moved: rows, moved_missing: more + fewer }
  await sql(
    `UPDATE import SET state = 'ready', counts = $2::jsonb, problem = $3::jsonb, touched_at = now() WHERE id = $1`,
    [importId, JSON.stringify({ ...counts, ...count }), JSON.stringify({ kind: 'moved', ...count })],
  )
}

/** Whom everybody else who writes people of the school waits for, until the end of the transaction. */
const holdSchool = (sql: Sql, schoolId: number) =>
  sql('SELECT 1 AS one FROM school WHERE id = $1 FOR NO KEY UPDATE', [schoolId])

const attempt = ({ db, job, signal, progress }: Work, isHeld: boolean): Promise<'written' | 'shown' | 'outdated'> =>
  withConnection(db.url, (connection) =>
    connection.transaction(async () => {
      const alive = () => {
        if (signal.aborted) throw new JobLost()
      }
      progress('waiting')
      await connection.sql('SELECT pg_advisory_xact_lock($1, $2)::text', [schoolsLock, job.author.schoolId])
      alive()
      const stored = await loadImport(connection, job.author.schoolId, job.subjectId)
      if (!stored || stored.cleared) throw new Stopped({ kind: 'cleared' })
      const { scope, fieldsNow } = await scopeOf(connection, stored)
      if (fieldsNow !== stored.fieldsVersion) return 'outdated'
      progress('checking')
      if (isHeld) await holdSchool(connection.sql, job.author.schoolId)
      const ifChanged = ifChangedOf(job.input)
      const differs = await judgeAnew(connection.sql, scope, ifChanged)
      alive()
      const onlyShown = ifChanged === 'leave' && differs.more > 0
      const counts = await countKinds(connection, scope.importId)
      const gone =
        scope.settings.mode === 'sync'
          ? await countMissing(connection.sql, scope, onlyShown)
          : { missing: 0, active: 0, kept_admins: 0 }
      if (ifChanged === 'stop' && differs.rows + differs.more + differs.fewer > 0) {
        await showDifferences(connection, scope.importId, { ...counts, ...gone }, differs)
        await finishJob(connection, job)
        return 'shown'
      }
      if (scope.settings.mode === 'sync') {
        const [unread] = await connection.sql<{ count: number }>(
          'SELECT count(*)::int AS count FROM import_row WHERE import_id = $1 AND key IS NULL',
          [scope.importId],
        )
        if (unread && unread.count > 0) throw new Stopped({ kind: 'keys_missing', count: unread.count })
        if (needsConfirming(gone) && job.input.confirm !== (differs.shownMissing ?? gone.missing))
          throw new Stopped({ kind: 'confirm', ...gone })
      }
      const writes = (counts.new ?? 0) + (counts.changed ?? 0) + gone.missing > 0
      const set = writes
        ? await openChangeSet(connection, job.author, { kind: 'import', title: stored.fileName })
        : null
      const step = (done: number, total: number) => {
        alive()
        progress('writing', done, total)
      }
      const made =
        set === null ? {} : await merge(connection.sql, scope, { set, missing: gone.missing, onlyShown, step })
      // The preview touched nobody's way in, so that no password was asked for; by now the rows would.
      if (set !== null && job.input.confirmed === false && (await movesMembers(connection.sql, set)))
        throw new Stopped({ kind: 'busy' })
      // Another administrator went while this was written: the rows are judged by those who are left.
      if (set !== null && (await leavesNoAdmin(connection.sql, job.author.schoolId, { changeSet: set })))
        throw new Moved()
      if ((counts.new ?? 0) + (counts.changed ?? 0) >= many) await connection.sql(`ANALYZE (SKIP_LOCKED) ${grown}`)
      await connection.sql(
        `UPDATE import SET state = 'done', counts = $2::jsonb, change_set_id = $3::bigint, problem = NULL, finished_at = now(), touched_at = now() WHERE id = $1`,
        [
          scope.importId,
          JSON.stringify({ ...counts, ...gone, ...made, ...(onlyShown ? { spared: differs.more } : {}) }),
          set,
        ],
      )
      await remember(connection.sql, stored)
      await finishJob(connection, job)
      return 'written'
    }),
  )

/** What the columns were is known the next time, also that one was left out. */
const remember = (sql: Sql, { schoolId, role, header, targets }: Stored) =>
  sql(
    `INSERT INTO import_column (school_id, role, title, target) SELECT $1, $2, t.title, t.target FROM jsonb_to_recordset($3::jsonb) AS t(title text, target text)
     ON CONFLICT (school_id, role, title) DO UPDATE SET target = excluded.target`,
    [
      schoolId,
      role,
      JSON.stringify(
        [
          ...new Map(
            header.map((title, at): [string, object] => [
              plainTitle(title),
              { title: plainTitle(title), target: targets?.[at] ?? '' },
            ]),
          ).values(),
        ].filter((each) => 'title' in each && each.title !== ''),
      ),
    ],
  )
