import type { Db } from '@/infra/db'
import { hasRole, isOfKeys } from '../accounts/record'
import type { Actor } from '../actor'
import { keptBy } from './grade'
import { isSharedWithOthers, type KeptLink, linksSql } from './links'
import type { PersonRole } from './schema'
import type { Row } from './write'

/** A person as kept, with what a change has to know beside it. */
export type Current = {
  role: PersonRole
  version: number
  /** Whether the actor may change them. */
  kept: boolean
  row: Row & { usin: string; name: string; idcard: string; phone: string }
  ext: Record<string, string>
  /** Of a guardian: the links to students who are still there, the first at the top. */
  links: KeptLink[]
  /** Of a guardian: whether somebody whom the actor does not keep is their child too. */
  shared: boolean
  /** The account behind the person: whether it has a role, and whether keys may set its password. */
  account: { has_role: boolean; of_keys: boolean } | null
}

/** One person of the actor's school as kept, or undefined. */
export async function loadCurrent(db: Db, actor: Actor, id: number): Promise<Current | undefined> {
  const [found] = await db.sql<{ current: string }>(
    `SELECT json_build_object('role', p.role, 'version', p.version, 'kept', ${keptBy(actor)}, 'ext', p.ext,
       'row', json_build_object('usin', p.usin, 'name', p.name, 'gender', p.gender, 'avatar_url', p.avatar_url, 'email', p.email,
         'phone', p.phone, 'graduates_in', p.graduates_in, 'outer_id', p.outer_id, 'duration', p.duration,
         'entered_at', to_char(p.entered_at, 'YYYY-MM-DD'), 'idcard', p.idcard, 'status', p.status),
       'links', ${linksSql(actor)}, 'shared', ${isSharedWithOthers(actor)},
       'account', (SELECT json_build_object('has_role', ${hasRole}, 'of_keys', ${isOfKeys}) FROM account a WHERE a.person_id = p.id))::text AS current
     FROM person p WHERE p.id = $1 AND p.school_id = $2 AND p.deleted_at IS NULL`,
    [id, actor.schoolId],
    { kept: 'read' },
  )
  return found && JSON.parse(found.current)
}

/** A student of the actor's school, and whether the actor keeps them. */
export async function findStudent(db: Db, actor: Actor, id: number): Promise<{ kept: boolean } | undefined> {
  const [row] = await db.sql<{ kept: boolean }>(
    `SELECT ${keptBy(actor)} AS kept FROM person p WHERE id = $1 AND school_id = $2 AND role = 1 AND deleted_at IS NULL`,
    [id, actor.schoolId],
  )
  return row
}
