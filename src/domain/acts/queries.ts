import type { Db } from '@/infra/db'
import type { Actor } from '../actor'
import { forbidden, ok, type Result } from '../errors'
import { bigActs, type JobState } from '../jobs/jobs'
import { can } from '../policy'
import {
  type ActKind,
  type ActState,
  type Acts,
  type ActValue,
  actKinds,
  type EndedAct,
  type Kept,
  mostShown,
  type Queued,
  type ShownAct,
} from './schema'

const stamp = (column: string) => `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`

/** JSON of `job j` in the shape of `ShownAct`, with the joins of `shownFrom`; `$2` is the account that asks. */
const shown = `json_build_object('id', j.id::text, 'kind', j.kind, 'state', j.state, 'phase', j.phase, 'done', j.done,
  'total', greatest(j.total, CASE WHEN j.kind IN ('removal', 'status') THEN jsonb_array_length(j.input -> j.kind -> 'ids') END),
  'title', coalesce(i.file_name, cs.title, j.input -> 'rollover' ->> 'year', ''), 'of', cs.kind, 'via', j.via,
  'by', coalesce(ap.name, a.username, ak.name, ''), 'isOwn', coalesce(j.account_id = $2::int, false),
  'since', ${stamp(`CASE WHEN j.state = 'waiting' THEN j.created_at ELSE coalesce(j.started_at, j.created_at) END`)})`
const shownFrom = `LEFT JOIN account a ON a.id = j.account_id LEFT JOIN person ap ON ap.id = a.person_id LEFT JOIN api_key ak ON ak.id = j.api_key_id
  LEFT JOIN import i ON j.kind = 'import-run' AND i.id = j.subject_id
  LEFT JOIN change_set cs ON cs.school_id = j.school_id AND cs.id = (j.input -> j.kind ->> 'change_set')::bigint`

/**
 * The big acts of the school that are under way or wait, in order, and the caller's own that ended in the last day and were
 * not seen. What they are about is told to whoever reads the history.
 */
export async function listActs(db: Db, actor: Actor): Promise<Result<Acts>> {
  if (!can(actor, 'people:write')) return forbidden
  const open = await db.sql<{ act: ShownAct; count: number }>(
    `SELECT ${shown} AS act, count(*) OVER ()::int AS count FROM job j ${shownFrom}
     WHERE j.school_id = $1 AND j.kind = ANY($3::text[]) AND j.state IN ('waiting', 'running')
     ORDER BY j.state = 'running' DESC, j.id LIMIT ${mostShown}`,
    [actor.schoolId, actor.accountId, bigActs],
  )
  const ended = await db.sql<{ act: ShownAct; result: Kept | null }>(
    `SELECT ${shown} AS act, j.result FROM job j ${shownFrom}
     WHERE j.school_id = $1 AND j.account_id = $2::int AND j.kind = ANY($3::text[]) AND j.state IN ('done', 'failed')
       AND j.finished_at > now() - interval '1 day' ORDER BY j.id DESC LIMIT 5`,
    [actor.schoolId, actor.accountId, actKinds.filter((kind) => kind !== 'undo-preview')],
  )
  const told = (act: ShownAct): ShownAct => (can(actor, 'history:read') ? act : { ...act, title: '', of: null })
  return ok({
    open: open.map(({ act }) => told(act)),
    more: Math.max(0, (open[0]?.count ?? 0) - mostShown),
    ended: ended.map(({ act, result }) => ({ ...told(act), ...outcomeOf(result) })),
  })
}

function outcomeOf(result: Kept | null): Pick<EndedAct, 'count' | 'change_set' | 'failure' | 'ended'> {
  const { value = {}, failure = null, ended = null } = result ?? {}
  const set = 'change_set' in value && typeof value.change_set === 'string' ? value.change_set : null
  return { count: sum(value), change_set: set, failure, ended }
}

/** All numbers of a result, but for who was left alone or went along. */
const sum = (value: object): number =>
  Object.entries(value).reduce((total, [key, each]) => {
    if (key === 'left' || key === 'guardians') return total
    return total + (typeof each === 'number' ? each : typeof each === 'object' && each !== null ? sum(each) : 0)
  }, 0)

/** How far an act of the caller's own is, or what came of it; none when there is no such act. */
export async function readAct(db: Db, actor: Actor, { job }: Queued): Promise<Result<{ act?: ActState }>> {
  if (!can(actor, 'people:write')) return forbidden
  const [row] = await db.sql<{
    kind: ActKind
    state: JobState
    phase: string
    done: number
    total: number
    ahead: number
    result: Kept<ActValue[ActKind]> | null
  }>(
    `SELECT j.kind, j.state, j.phase, j.done, j.total, j.result, (SELECT count(*)::int FROM job o
       WHERE o.school_id = j.school_id AND o.kind = ANY($4::text[]) AND o.state IN ('waiting', 'running') AND o.id <> j.id AND (o.id < j.id OR o.state = 'running')) AS ahead
     FROM job j WHERE j.id = $1::bigint AND j.school_id = $2 AND j.kind = ANY($5::text[]) AND j.account_id IS NOT DISTINCT FROM $3::int`,
    [job, actor.schoolId, actor.accountId, bigActs, actKinds],
  )
  if (!row) return ok({})
  const { state, phase, done, total, ahead } = row
  if (state === 'waiting' || state === 'running') return ok({ act: { state, phase, done, total, ahead } })
  const { value, failure = null, ended = null } = row.result ?? {}
  if (state === 'done' && value) return ok({ act: { state, value: await withNames(db, actor, value) } })
  return ok({ act: { state: 'failed', failure, ended: state === 'cancelled' ? state : ended } })
}

/** A preview keeps no names: they are those of now. */
async function withNames(db: Db, actor: Actor, value: ActValue[ActKind]): Promise<ActValue[ActKind]> {
  if (!('conflicts' in value)) return value
  const ids = value.conflicts.flatMap(({ noun, id }) => (noun === 'person' ? [id] : []))
  const rows = await db.sql<{ id: number; name: string; usin: string }>(
    'SELECT id, name, usin FROM person WHERE school_id = $1 AND id = ANY($2::int[])',
    [actor.schoolId, ids],
  )
  const known = new Map(rows.map(({ id, ...names }) => [id, names]))
  return {
    ...value,
    conflicts: value.conflicts.map((each) => (each.noun === 'person' ? { ...each, ...known.get(each.id) } : each)),
  }
}
