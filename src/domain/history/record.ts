import type { Db } from '@/infra/db'
import type { Actor } from '../actor'

/** Whom an act is recorded of. Whoever registers is not an actor yet. */
export type Author = Pick<Actor, 'schoolId' | 'via' | 'accountId' | 'apiKeyId'>

export type Change = {
  noun: 'person' | 'field' | 'account' | 'api-key' | 'school' | 'invitation'
  nounId: number
  action: 'create' | 'update' | 'delete' | 'restore'
  /** Only the keys that changed; never a secret. */
  before?: object
  after?: object
}

/** What identifies the act in a change set, in the order of `changeSetColumns`. */
export const changeSetValues = (actor: Author) => [actor.schoolId, actor.via, actor.accountId, actor.apiKeyId] as const
export const changeSetColumns = 'school_id, via, account_id, api_key_id'

/** Opens a change set in the caller's transaction and answers its id. */
export async function openChangeSet(db: Db, actor: Author): Promise<string> {
  const [row] = await db.sql<{ id: string }>(
    `INSERT INTO change_set (${changeSetColumns}) VALUES ($1, $2, $3, $4) RETURNING id::text`,
    changeSetValues(actor),
  )
  if (!row) throw new Error('a change set was not written')
  return row.id
}

/** Writes one act with its changes, in the caller's transaction, and answers the id of its change set. */
export async function record(db: Db, actor: Author, changes: readonly Change[]): Promise<string> {
  const id = await openChangeSet(db, actor)
  await db.sql(
    `INSERT INTO change (change_set_id, school_id, noun, noun_id, action, before, after)
     SELECT $1::bigint, $2, c.noun, c."nounId", c.action, c.before, c.after
     FROM jsonb_to_recordset($3::jsonb) AS c(noun text, "nounId" int, action text, before jsonb, after jsonb)`,
    [id, actor.schoolId, JSON.stringify(changes)],
  )
  return id
}
