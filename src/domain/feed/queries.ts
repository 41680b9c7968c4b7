import type { Db } from '@/infra/db'
import type { Actor } from '../actor'
import { fieldJson, fieldsOf, loadFields } from '../fields/queries'
import { numbersShownTo } from '../people/grade'
import { recordSql } from '../people/record'
import { can } from '../policy'
import { type Cursor, readCursor, writeCursor } from './cursor'
import { firstAfter, microseconds, placeChanges } from './place'

/** For how many days a cursor can be gone on from. */
export const daysKept = 90

/** A part of the feed: `json` is the text of an array, `next` the cursor to go on from. */
export type ChangePage = { json: string; next: string; more: boolean }

/** Where a page of the feed ends. */
export function laterCursor({ next }: ChangePage): Cursor {
  const cursor = readCursor(next)
  if (!cursor) throw new Error('the page has no cursor of ours')
  return cursor
}

/** `unknown_cursor`: none of ours, or another school's. `gone`: what followed it is not known any more. */
export type FeedFailure = { kind: 'forbidden' | 'unknown_cursor' | 'gone' }
type Fed<T> = { ok: true; value: T } | { ok: false; failure: FeedFailure }
const failed = (kind: FeedFailure['kind']): Fed<never> => ({ ok: false, failure: { kind } })

/** The cursor that a caller shows, if the feed can still be gone on with from there. */
export async function checkCursor(db: Db, actor: Actor, text: string): Promise<Fed<Cursor>> {
  if (!can(actor, 'people:read')) return failed('forbidden')
  const cursor = readCursor(text)
  if (cursor?.schoolId !== actor.schoolId) return failed('unknown_cursor')
  if (cursor.since < Date.now() - daysKept * 86_400_000) return failed('gone')
  if (cursor.position === 0) return { ok: true, value: cursor }
  const [entry] = await db.sql<{ at: string }>(
    `SELECT ${microseconds('at')} AS at FROM feed_entry WHERE school_id = $1 AND position = $2::bigint`,
    [cursor.schoolId, cursor.position],
  )
  return entry && Number(entry.at) === cursor.at ? { ok: true, value: cursor } : failed('gone')
}

type Last = { place: string; micros: string }
const lastSql = `position::text AS place, ${microseconds('at')} AS micros`

/** The cursor of this moment: whatever can be seen now is before it, whatever cannot is after it. */
export async function newCursor(db: Db, actor: Actor): Promise<Fed<string>> {
  if (!can(actor, 'people:read')) return failed('forbidden')
  const now = Date.now()
  await placeChanges(db, actor.schoolId)
  const [last] = await db.sql<Last>(
    `SELECT ${lastSql} FROM feed_entry WHERE school_id = $1 AND position IS NOT NULL ORDER BY position DESC LIMIT 1`,
    [actor.schoolId],
  )
  const { place = 0, micros = 0 } = last ?? {}
  return {
    ok: true,
    value: writeCursor({ schoolId: actor.schoolId, position: Number(place), at: Number(micros), since: now }),
  }
}

// Right after an import the planner knows little of these tables. Places without gaps let a page be a range of them, and
// `+ 0` keeps records from being sought by their school.
const pageSql = (record: string) => `
  WITH page AS MATERIALIZED (
    SELECT position, noun, noun_id, action, at FROM feed_entry
    WHERE school_id = $1 AND position BETWEEN ${firstAfter('$1', '$2::bigint')} AND ${firstAfter('$1', '$2::bigint')} + $3 - 1),
  last AS (SELECT position, at FROM page ORDER BY position DESC LIMIT 1),
  folded AS (
    SELECT noun, noun_id, max(position) AS position, max(at) AS at, bool_or(action IN ('create', 'restore')) AS made
    FROM page WHERE noun = ANY($4::text[]) GROUP BY noun, noun_id),
  told AS (
    SELECT c.position, '{"type":"' || c.noun || CASE WHEN coalesce(p.id, f.id) IS NULL THEN '.deleted' WHEN c.made THEN '.created' ELSE '.updated' END
      || '","id":' || c.noun_id || ',"at":"' || to_char(c.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') || '","record":'
      || CASE WHEN p.id IS NOT NULL THEN ${record} WHEN f.id IS NOT NULL THEN ${fieldJson}::text ELSE 'null' END || '}' AS json
    FROM folded c
    LEFT JOIN person p ON c.noun = 'person' AND p.id = c.noun_id AND p.school_id + 0 = $1 AND p.deleted_at IS NULL
    LEFT JOIN field f ON c.noun = 'field' AND f.id = c.noun_id AND f.school_id + 0 = $1 AND f.deleted_at IS NULL)
  SELECT (SELECT '[' || string_agg(json, ',' ORDER BY position) || ']' FROM told) AS json, ${lastSql},
    (SELECT max(position) FROM feed_entry WHERE school_id = $1) > last.position AS more,
    (SELECT fields_version FROM school WHERE id = $1) AS version
  FROM last`

/**
 * What changed after the cursor, as many changes as `limit`, each with the record as it is now: a `Person` in the flat
 * shape, a `Field`, or null when it is gone. Changes of one record are folded into the newest of them. Who may not read
 * fields is told of people alone.
 */
export async function readChanges(db: Db, actor: Actor, after: Cursor, limit: number): Promise<ChangePage> {
  const now = Date.now()
  await placeChanges(db, actor.schoolId)
  const page = (await hasMore(db, after)) ? await readPage(db, actor, after.position, limit) : undefined
  if (!page) return { json: '[]', next: writeCursor({ ...after, since: now }), more: false }
  const at = Number(page.micros)
  const next = { ...after, position: Number(page.place), at, since: page.more ? Math.floor(at / 1000) : now }
  return { json: page.json ?? '[]', next: writeCursor(next), more: page.more }
}

/** Whoever waits asks this often, so it is asked apart; the last place is the end of an index, wherever the cursor is. */
async function hasMore(db: Db, { schoolId, position }: Cursor): Promise<boolean> {
  const [found] = await db.sql<{ more: boolean | null }>(
    'SELECT max(position) > $2::bigint AS more FROM feed_entry WHERE school_id = $1',
    [schoolId, position],
  )
  return found?.more === true
}

type Page = Last & { json: string | null; more: boolean; version: number }

/** Reads by the fields as known, and again when these are not the fields as they are. */
async function readPage(db: Db, actor: Actor, position: number, limit: number): Promise<Page | undefined> {
  const nouns = can(actor, 'fields:read') ? ['person', 'field'] : ['person']
  for (let set = await fieldsOf(db, actor); ; set = await loadFields(db, actor.schoolId)) {
    const record = recordSql({ fields: set.fields, shape: 'flat', pii: numbersShownTo(actor), guardians: true })
    const [page] = await db.sql<Page>(pageSql(record), [actor.schoolId, position, limit, nouns])
    if (!page || page.version === set.version) return page
  }
}
