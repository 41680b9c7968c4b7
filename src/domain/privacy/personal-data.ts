import type { Db } from '@/infra/db'
import type { Actor } from '../actor'
import { fieldsOf } from '../fields/queries'
import type { Field } from '../fields/schema'
import { listPersonChanges } from '../history/changes'
import type { PersonChange } from '../history/schema'
import { recordSql } from '../people/record'
import type { GuardianRole, Person } from '../people/schema'
import { stamp } from './sql'

type Linked = { id: number; usin: string; name: string; relation: GuardianRole }
/** An account without anything that lets somebody in. */
type PersonalAccount = {
  username: string
  phone: string
  work_id: string | null
  email: string | null
  wechat: string | null
  icon: string | null
  is_super: number
  is_grade: number
  is_active: boolean
  created_at: string
  updated_at: string
  approved_at: string | null
  last_login_at: string | null
}
type PersonalSession = {
  created_at: string
  last_seen_at: string
  expires_at: string
  ended_at: string | null
  device: string
  address: string
}

/** All that is kept of one person but the history, which is read in parts. */
export type PersonalData = {
  exported_at: string
  school: string
  person: Omit<Person, 'values' | 'student_id' | 'guardian_role'> & {
    deleted_at: string | null
    left_at: string | null
  }
  /** Extension values, those of deleted fields too. */
  values: { name: string; label: string; type: number; value: string; is_field_deleted: boolean }[]
  guardians: Linked[]
  children: Linked[]
  account: PersonalAccount | null
  sessions: PersonalSession[]
}

const linked = (mine: 'guardian_id' | 'student_id', other: 'guardian_id' | 'student_id') =>
  `coalesce((SELECT json_agg(json_build_object('id', o.id, 'usin', o.usin, 'name', o.name, 'relation', g.relation) ORDER BY g.position, o.id)
    FROM guardianship g JOIN person o ON o.id = g.${other} WHERE g.${mine} = p.id), '[]')`

const accountJson = `(SELECT json_build_object('username', coalesce(a.username, p.usin), 'phone', a.phone, 'work_id', a.work_id, 'email', a.email,
  'wechat', a.wechat, 'icon', a.icon, 'is_super', a.is_super, 'is_grade', a.is_grade, 'is_active', a.is_active,
  'created_at', ${stamp('a.created_at')}, 'updated_at', ${stamp('a.updated_at')}, 'approved_at', ${stamp('a.approved_at')},
  'last_login_at', ${stamp('a.last_login_at')}) FROM account a WHERE a.person_id = p.id)`

const sessionsJson = `coalesce((SELECT json_agg(json_build_object('created_at', ${stamp('s.created_at')}, 'last_seen_at', ${stamp('s.last_seen_at')},
  'expires_at', ${stamp('s.expires_at')}, 'ended_at', ${stamp('s.ended_at')}, 'device', s.user_agent, 'address', s.address) ORDER BY s.created_at)
  FROM session s JOIN account a ON a.id = s.account_id WHERE a.person_id = p.id), '[]')`

const valuesJson = `coalesce((SELECT json_agg(json_build_object('name', f.name, 'label', f.label, 'type', f.type, 'value', p.ext ->> f.id::text,
  'is_field_deleted', f.deleted_at IS NOT NULL) ORDER BY f.deleted_at IS NOT NULL, f.position, f.id)
  FROM field f WHERE f.school_id = p.school_id AND coalesce(p.ext ->> f.id::text, '') <> ''), '[]')`

/** One person's data, the deleted too; undefined when the school has no such person. */
export async function readPersonalData(
  db: Db,
  actor: Actor,
  id: number,
): Promise<{ data: PersonalData; fields: readonly Field[] } | undefined> {
  const { fields } = await fieldsOf(db, actor)
  const record = recordSql({ fields: [], shape: 'flat', pii: 'true', guardians: false })
  const [row] = await db.sql<{ person: string; rest: string }>(
    `SELECT ((${record})::jsonb - '{student_id,guardian_role}'::text[])::text AS person,
       json_build_object('school', sc.name, 'deleted_at', ${stamp('p.deleted_at')}, 'left_at', ${stamp('p.left_at')}, 'values', ${valuesJson},
         'guardians', ${linked('student_id', 'guardian_id')}, 'children', ${linked('guardian_id', 'student_id')},
         'account', ${accountJson}, 'sessions', ${sessionsJson})::text AS rest
     FROM person p JOIN school sc ON sc.id = p.school_id WHERE p.id = $1 AND p.school_id = $2`,
    [id, actor.schoolId],
  )
  if (!row) return undefined
  const { school, deleted_at, left_at, ...rest } = JSON.parse(row.rest)
  const person = { ...JSON.parse(row.person), deleted_at, left_at }
  return { data: { exported_at: new Date().toISOString(), school, person, ...rest }, fields }
}

/** What happened to one person, the latest first, a part at a time. */
export async function* historyOf(db: Db, actor: Actor, id: number): AsyncGenerator<PersonChange[]> {
  for (let before: string | undefined; ; ) {
    const page = await listPersonChanges(db, actor, { id, per_page: 100, ...(before && { before }) })
    if (!page.ok) throw new Error(`the history of a person cannot be read: ${page.failure.kind}`)
    yield page.value.rows
    before = page.value.rows.at(-1)?.id
    if (!page.value.more) return
  }
}
