import type { Db } from '@/infra/db'
import { Values } from '@/infra/values'
import type { Actor } from '../actor'
import { changeSetColumns, changeSetValues } from '../history/record'

/** The columns of a person that a caller can set, and the type each is written as. */
export const columns = {
  role: 'smallint',
  usin: 'text',
  name: 'text',
  gender: 'text',
  avatar_url: 'text',
  email: 'text',
  phone: 'text',
  graduates_in: 'smallint',
  outer_id: 'text',
  duration: 'smallint',
  entered_at: 'date',
  idcard: 'text',
  status: 'smallint',
  ext: 'jsonb',
  sort_name: 'text',
  search_text: 'text',
} as const
export type Column = keyof typeof columns
export type Row = Partial<Record<Column, string | number | null>>

export type Link = { student_id: number; relation: number; position: number }

/** A new password. `isLetIn`: an account that is made by it may sign in before somebody approves it. */
export type Password = { hash: string; isWeak: boolean; isLetIn: boolean; mayReplace: boolean }

/** One write of one person, with all that goes along with it; every part of it or none is written. */
export type Write = {
  actor: Actor
  /** The state of the school's fields that the values were checked by. */
  fieldsVersion: number
  row: Row
  /** Values that nobody else may hold, by the field's id; `""` gives one up. */
  unique: Record<string, string>
  /** Of a guardian: the link to write, and the student whose link it replaces. */
  link?: Link | undefined
  unlink?: number | undefined
  password?: Password | undefined
  /** SQL of `account a`: the write is not made while the person's account is so. */
  closed?: string | undefined
  before?: object
  after: object
  /** SQL of the record over the row `p` as written; without one it is not answered. */
  record: string | undefined
}

/** Whom was written, and the record where it was asked for. */
export type Written = { id: number; json: string | null }

/**
 * Marks a person changed: later than the last time in any case, by the least that an answer shows. So no two states of
 * a record look alike, by which callers tell whether it is still what they read.
 */
export const touched = (person: string): string =>
  `version = ${person}.version + 1, updated_at = greatest(now(), ${person}.updated_at + interval '1 ms')`

const columnsOf = (row: Row) => Object.keys(columns).filter((name): name is Column => Object.hasOwn(row, name))

/** Writers hold the school's row shared; while its fields change they wait, and find a version that is not theirs. */
const guard = (write: Write, values: Values, id?: number) => {
  const school = `id = ${values.add(write.actor.schoolId)} AND fields_version = ${values.add(write.fieldsVersion)}`
  const closed = write.closed
    ? ` AND NOT EXISTS (SELECT FROM account a WHERE a.person_id = ${values.add(id)} AND ${write.closed})`
    : ''
  return `guard AS (SELECT id FROM school WHERE ${school}${closed} FOR SHARE)`
}

/** SQL of what history says of the account `ac` whose password was set, beside the person's own values. */
const accountChange = `jsonb_build_object('account_id', ac.id) || CASE WHEN ac.is_made THEN '{"account_made": true}' ELSE '{}'::jsonb END
  || CASE WHEN ac.is_pending THEN '{"account_pending": true}' ELSE '{}'::jsonb END`

/** What follows the person's own row `p`: history, unique values, guardian link, account. */
function along(write: Write, action: 'create' | 'update', values: Values): string[] {
  const { actor, link } = write
  const set = changeSetValues(actor).map((value) => values.add(value))
  const json = (value: unknown) => `${values.add(value === undefined ? null : JSON.stringify(value))}::jsonb`
  const parts: string[] = []
  if (write.password) {
    const { hash, isWeak, isLetIn, mayReplace } = write.password
    // A new password ends every session and token that the old one began. An account that waits goes on waiting.
    const replace = `ON CONFLICT (person_id) DO UPDATE SET password_hash = excluded.password_hash, is_weak = excluded.is_weak, kept_token = NULL, session_version = account.session_version + 1, updated_at = now()`
    parts.push(`ac AS (INSERT INTO account (school_id, person_id, password_hash, is_weak, approved_at, made_by_key_id)
      SELECT ${set[0]}::int, p.id, ${values.add(hash)}::text, ${values.add(isWeak)}::boolean, ${isLetIn ? 'now()' : 'NULL'}, ${set[3]}::int FROM p
      ${mayReplace ? replace : ''} RETURNING id, xmax = 0 AS is_made, approved_at IS NULL AS is_pending)`)
    parts.push(`se AS (UPDATE session SET ended_at = now() WHERE ended_at IS NULL
      AND account_id IN (SELECT a.id FROM account a JOIN p ON a.person_id = p.id))`)
  }
  parts.push(
    `cs AS (INSERT INTO change_set (${changeSetColumns}) SELECT ${set[0]}::int, ${set[1]}::text, ${set[2]}::int, ${set[3]}::int FROM p RETURNING id)`,
    `ch AS (INSERT INTO change (change_set_id, school_id, noun, noun_id, action, before, after)
      SELECT cs.id, ${set[0]}::int, 'person', p.id, '${action}', ${json(write.before)}, ${json(write.after)}${write.password ? ` || ${accountChange}` : ''}
      FROM cs, p${write.password ? ' LEFT JOIN ac ON true' : ''})`,
  )
  const held = Object.entries(write.unique).filter(([, value]) => value !== '')
  const given = Object.keys(write.unique)
    .filter((id) => write.unique[id] === '')
    .map(Number)
  if (held.length > 0) {
    parts.push(`uv AS (INSERT INTO unique_value (field_id, person_id, value) SELECT u.key::int, p.id, u.value FROM p, jsonb_each_text(${json(Object.fromEntries(held))}) u
      ON CONFLICT (field_id, person_id) DO UPDATE SET value = excluded.value)`)
  }
  if (given.length > 0) {
    parts.push(
      `ud AS (DELETE FROM unique_value u USING p WHERE u.person_id = p.id AND u.field_id = ANY(${values.add(given)}::int[]))`,
    )
  }
  if (write.unlink !== undefined) {
    parts.push(
      `gd AS (DELETE FROM guardianship g USING p WHERE g.guardian_id = p.id AND g.student_id = ${values.add(write.unlink)}::int)`,
    )
  }
  if (link) {
    parts.push(`gi AS (INSERT INTO guardianship (guardian_id, student_id, school_id, relation, position)
      SELECT p.id, ${values.add(link.student_id)}::int, ${set[0]}::int, ${values.add(link.relation)}::smallint, ${values.add(link.position)}::smallint FROM p
      ON CONFLICT (guardian_id, student_id) DO UPDATE SET relation = excluded.relation, position = excluded.position)`)
  }
  return parts
}

/** The statement is kept: most callers write the same columns again and again. */
async function run(db: Db, parts: string[], { record }: Write, values: Values): Promise<Written | undefined> {
  const text = `WITH ${parts.join(',\n')} SELECT p.id, ${record ?? 'NULL::text'} AS json FROM p`
  const [row] = await db.sql<Written>(text, values.list, { kept: 'write' })
  return row
}

/** Inserts a person in one statement; undefined when the school's fields have changed since they were read. */
export function insertPerson(db: Db, write: Write): Promise<Written | undefined> {
  const values = new Values()
  const names = columnsOf(write.row)
  const ctes = [guard(write, values)]
  const cells = names.map((name) => `${values.add(write.row[name])}::${columns[name]}`)
  ctes.push(
    `p AS (INSERT INTO person (school_id, ${names.join(', ')}) SELECT guard.id, ${cells.join(', ')} FROM guard RETURNING *)`,
  )
  return run(db, [...ctes, ...along(write, 'create', values)], write, values)
}

/** Updates a person whose version is still the one that was read; undefined when it, or the school's fields, moved on. */
export function updatePerson(db: Db, id: number, version: number, write: Write): Promise<Written | undefined> {
  const values = new Values()
  const ctes = [guard(write, values, id)]
  const cells = columnsOf(write.row).map((name) => `${name} = ${values.add(write.row[name])}::${columns[name]}`)
  ctes.push(`p AS (UPDATE person SET ${[...cells, touched('person')].join(', ')} FROM guard
    WHERE person.id = ${values.add(id)} AND school_id = guard.id AND version = ${values.add(version)} AND deleted_at IS NULL RETURNING person.*)`)
  return run(db, [...ctes, ...along(write, 'update', values)], write, values)
}
