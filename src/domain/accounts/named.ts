import { alive } from './record'

/** Names that must be the same name are counted as one: the width and the case of letters do not matter. */
export const nameForm = (name: string): string => name.trim().normalize('NFKC').toLowerCase()

/**
 * SQL of the accounts that the name in `$1` may mean: a user name, else a phone, work or student number that only one
 * account has. Two rows at most, of which the exact user name is the first.
 */
export const namedSql = `SELECT a.id, a.password_hash, a.session_version, a.kept_token, coalesce(a.username = $1, false) AS exact
  FROM account a LEFT JOIN person p ON p.id = a.person_id
  WHERE (a.username = $1 OR a.work_id = $1 OR (a.phone = $1 AND a.phone <> '') OR p.usin = $1) AND ${alive}
  ORDER BY exact DESC LIMIT 2`
