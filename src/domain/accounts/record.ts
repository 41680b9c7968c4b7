/** An account as its owner and administrators of the school see it; no hash is ever among it. */
export type Account = {
  id: number
  /** The algorithm of the hash, all else of it starred. */
  password: string
  last_login: string | null
  is_superuser: boolean
  username: string
  work_id: string | null
  icon: string | null
  phone: string
  email: string | null
  is_grade: number
  is_super: number
  is_active: boolean
  wechat: string | null
  create_time: string
  update_time: string
  is_delete: boolean
  school_id: number
  is_pending: boolean
  is_weak: boolean
  wants_grade: number
  wants_super: number
  refusal: string
  person_id: number | null
  /** Whether the phone signs in and receives codes: see `namedSql`. */
  phone_state: 'proven' | 'legacy' | 'unproven'
}

/** What colleagues are not told, as the excourse contract empties it. */
const emptied = { phone: '', work_id: null, email: null, wechat: null, last_login: null } as const

/** An account as colleagues see it. It tells who that is and in which role, and neither contacts nor standing. */
export type Colleague = Omit<
  Account,
  | keyof typeof emptied
  | 'is_pending'
  | 'is_weak'
  | 'wants_grade'
  | 'wants_super'
  | 'refusal'
  | 'person_id'
  | 'phone_state'
> &
  typeof emptied

/** The one way from the first shape to the second, for every transport. */
export function asColleague(account: Account): Colleague {
  const { is_pending, is_weak, wants_grade, wants_super, refusal, person_id, phone_state, ...rest } = account
  return { ...rest, ...emptied }
}

export const isWhole = (account: Account | Colleague): account is Account => 'is_weak' in account

/** ISO 8601 at +08:00 with microseconds, as the excourse contract has its times. */
const stamp = (column: string) =>
  `to_char(${column} AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM-DD"T"HH24:MI:SS.US"+08:00"')`

/** The algorithm a hash begins with, ours and Django's alike. */
const algorithm = `CASE WHEN a.password_hash IS NULL THEN '!' WHEN a.password_hash LIKE '$%' THEN split_part(a.password_hash, '$', 2) ELSE split_part(a.password_hash, '$', 1) END`

/** SQL text of one row of `account a LEFT JOIN person p` as JSON text in the shape of `Account`. */
export const accountSql = `row_to_json((SELECT r FROM (SELECT a.id, ${algorithm} || '$******' AS password,
  ${stamp('a.last_login_at')} AS last_login, a.is_superuser, coalesce(a.username, p.usin, '') AS username, a.work_id, a.icon, a.phone,
  a.email, a.is_grade, a.is_super, a.is_active, a.wechat, ${stamp('a.created_at')} AS create_time, ${stamp('a.updated_at')} AS update_time,
  a.deleted_at IS NOT NULL AS is_delete, a.school_id, a.approved_at IS NULL AS is_pending, a.is_weak, a.wants_grade, a.wants_super,
  a.refusal, a.person_id, a.phone_state) r))::text`

export const accountFrom = 'account a LEFT JOIN person p ON p.id = a.person_id'

export const parseAccount = (json: string): Account => JSON.parse(json)

/** Who may go on at all: the account lives, and so does its person. */
export const alive = `a.is_active AND a.deleted_at IS NULL AND (a.person_id IS NULL OR (p.deleted_at IS NULL AND p.status = 1))`

/** SQL: whether `account a` has a role in the school. */
export const hasRole = '(a.is_super <> 0 OR a.is_grade <> 0 OR a.is_superuser)'

/** SQL: whether a key made `account a` and keys may set its password: it has no role, and asks for none. */
export const isOfKeys = `(a.made_by_key_id IS NOT NULL AND NOT ${hasRole} AND a.wants_super = 0 AND a.wants_grade = 0)`
