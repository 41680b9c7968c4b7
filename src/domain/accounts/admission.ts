import type { Db } from '@/infra/db'
import { isOpen } from './invitations'
import { nameForm, nameLooks } from './name-forms'

/** What a registration writes into the new account. */
export type NewAccount = {
  school_id: number
  username: string
  password_hash: string
  is_weak: boolean
  phone: string
  work_id: string | null
  email: string | null
  wechat: string | null
  wants_grade: number
  wants_super: number
}

const columns = {
  school_id: 'int',
  username: 'text',
  password_hash: 'text',
  is_weak: 'boolean',
  phone: 'text',
  work_id: 'text',
  email: 'text',
  wechat: 'text',
  wants_grade: 'smallint',
  wants_super: 'smallint',
  name_form: 'text',
  name_looks: 'text[]',
  phone_state: 'text',
} as const

/**
 * Makes an account and takes one use of its invitation, in one statement of the caller's transaction. The school must take
 * registrations at that moment, or the invitation must have a use left: else nobody is made. An invitation approves by
 * itself only when its use was taken.
 * @param invitation the invitation's id, or null without one
 * @returns the account's id; undefined when the school is closed to it, and then the caller must roll back
 */
export async function admit(tx: Db, account: NewAccount, invitation: number | null): Promise<number | undefined> {
  // The code has proven the phone.
  const { username } = account
  const values = { ...account, name_form: nameForm(username), name_looks: nameLooks(username), phone_state: 'proven' }
  const names = Object.keys(columns).join(', ')
  const cells = Object.entries(columns).map(([name, type], at) => `$${at + 2}::${type} AS ${name}`)
  const [made] = await tx.sql<{ id: number }>(
    `WITH school_now AS (SELECT id, takes_registrations FROM school WHERE id = $2::int FOR SHARE),
       used AS (UPDATE invitation SET uses = uses + 1 WHERE id = $1::int AND school_id = $2::int AND ${isOpen} RETURNING id, auto_approve)
     INSERT INTO account (${names}, approved_at, invitation_id)
     SELECT given.*, CASE WHEN used.auto_approve THEN now() END, used.id
     FROM (SELECT ${cells.join(', ')}) given JOIN school_now ON school_now.id = given.school_id LEFT JOIN used ON true
     WHERE school_now.takes_registrations OR used.id IS NOT NULL RETURNING id`,
    [invitation, ...Object.keys(columns).map((name) => Reflect.get(values, name))],
  )
  return made?.id
}
