import type { Db } from '@/infra/db'
import type { Actor } from '../actor'
import type { ChangeAction, ChangeKind, ChangeNoun } from './schema'

/** Whom an act is recorded of. Whoever registers is not an actor yet. */
export type Author = Pick<Actor, 'schoolId' | 'via' | 'accountId' | 'apiKeyId'>

/** What an act is, beside who does it. */
export type Act = {
  /** `single` when it is not said. */
  kind?: ChangeKind
  /** What it is known by on the page of history: the name of an imported file. */
  title?: string
  note?: string
  /** The change set that it undoes. */
  undoOf?: string
  /** Whom it is about, where that is one person and no change says so. */
  personId?: number
}

/**
 * One record of one act. `before` and `after` hold only the keys that changed and never a secret; a `create` holds in
 * `after` all that was given, a `delete` in `before` enough to know the record by. Undo reads them: of a person the keys
 * are columns, extension values stand under `ext` by the field's id, and `link` (or `links`, a list) is the
 * guardianship that went (`before`) and came (`after`) as `{student_id, relation, position}`.
 */
export type Change = {
  noun: ChangeNoun
  nounId: number
  action: ChangeAction
  before?: object
  after?: object
}

/** What identifies the act in a change set, in the order of `changeSetColumns`. */
export const changeSetValues = (actor: Author) => [actor.schoolId, actor.via, actor.accountId, actor.apiKeyId] as const
export const changeSetColumns = 'school_id, via, account_id, api_key_id'

/**
 * Opens a change set in the caller's transaction and answers its id. A change set is never changed: what is to be known
 * of it is said here. The database counts its changes as they are inserted, in one transaction or in several.
 */
export async function openChangeSet(db: Pick<Db, 'sql'>, actor: Author, act: Act = {}): Promise<string> {
  const [row] = await db.sql<{ id: string }>(
    `INSERT INTO change_set (${changeSetColumns}, kind, title, note, undo_of, person_id)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8::bigint, $9::int) RETURNING id::text`,
    [
      ...changeSetValues(actor),
      act.kind ?? 'single',
      act.title ?? '',
      act.note ?? '',
      act.undoOf ?? null,
      act.personId ?? null,
    ],
  )
  if (!row) throw new Error('a change set was not written')
  return row.id
}

/** Adds changes to a change set that is open, in the caller's transaction. */
export async function addChanges(db: Db, actor: Author, set: string, changes: readonly Change[]): Promise<void> {
  await db.sql(
    `INSERT INTO change (change_set_id, school_id, noun, noun_id, action, before, after)
     SELECT $1::bigint, $2, c.noun, c."nounId", c.action, c.before, c.after
     FROM jsonb_to_recordset($3::jsonb) AS c(noun text, "nounId" int, action text, before jsonb, after jsonb)`,
    [set, actor.schoolId, JSON.stringify(changes)],
  )
}

/** Writes one act with its changes, in the caller's transaction, and answers the id of its change set. */
export async function record(db: Db, actor: Author, changes: readonly Change[], act: Act = {}): Promise<string> {
  const id = await openChangeSet(db, actor, act)
  await addChanges(db, actor, id, changes)
  return id
}
