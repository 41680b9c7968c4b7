import { alive } from './record'

/** The parameters of `namedSql`, in the caller's statement. */
type Parameters = {
  /** The name as it was typed, trimmed. */
  name: string
  /** Its form: see `nameForm`. */
  form: string
  /** The id of the school that was chosen, or null. */
  school: string
}

/**
 * SQL of the common table expressions that find whom a typed name means.
 *
 * `one`: the account whose password is asked for, or no row. Without a school the first kind of these that anybody has,
 * when one account alone has it: 1 the user name as it is spelt; 2 by its form; 3 a proven phone; 4 a legacy phone; 5 a proven
 * work number, or a student number; 6 a legacy work number. With a school the numbers come first: whoever took a number of
 * others as a user name keeps nobody from it. A legacy number counts only while no proven one is the same.
 *
 * `others.asks`: somebody else has the name as a number, or several have the same kind: a wrong password then asks for
 * the school.
 */
export const namedSql = ({ name, form, school }: Parameters): string => `named AS (
    SELECT id, 1 AS kind FROM account WHERE username = ${name}
    UNION ALL SELECT id, 2 FROM account WHERE name_form = ${form}
    UNION ALL SELECT id, CASE phone_state WHEN 'proven' THEN 3 ELSE 4 END FROM account
      WHERE phone = ${name} AND phone <> '' AND phone_state <> 'unproven'
    UNION ALL SELECT id, CASE work_id_state WHEN 'proven' THEN 5 ELSE 6 END FROM account
      WHERE work_id = ${name} AND work_id_state <> 'unproven'
    UNION ALL SELECT a.id, 5 FROM school s JOIN person p ON p.school_id = s.id AND p.usin = ${name} AND p.deleted_at IS NULL
      JOIN account a ON a.person_id = p.id),
  living AS MATERIALIZED (
    SELECT a.id, a.school_id, a.password_hash, a.session_version, a.kept_token,
      min(n.kind) FILTER (WHERE n.kind <= 2) AS by_name, min(n.kind) FILTER (WHERE n.kind > 2) AS by_number
    FROM named n JOIN account a ON a.id = n.id LEFT JOIN person p ON p.id = a.person_id WHERE ${alive} GROUP BY a.id),
  standing AS (
    SELECT l.*, number, CASE WHEN ${school}::int IS NULL THEN coalesce(by_name, number) ELSE coalesce(number, by_name + 10) END AS kind
    FROM living l CROSS JOIN LATERAL (SELECT CASE
      WHEN by_number = 4 AND EXISTS (SELECT FROM living o WHERE o.id <> l.id AND o.by_number = 3) THEN NULL
      WHEN by_number = 6 AND EXISTS (SELECT FROM living o WHERE o.id <> l.id AND o.by_number < 6) THEN NULL
      ELSE by_number END AS number) counted
    WHERE number IS NOT NULL OR by_name IS NOT NULL),
  chosen AS MATERIALIZED (
    SELECT *, rank() OVER (ORDER BY kind) AS place FROM standing WHERE ${school}::int IS NULL OR school_id = ${school}::int),
  one AS (SELECT * FROM chosen WHERE place = 1 AND (SELECT count(*) FROM chosen WHERE place = 1) = 1),
  others AS (SELECT ${school}::int IS NULL AND EXISTS (SELECT FROM chosen c
    WHERE c.id NOT IN (SELECT id FROM one) AND (c.place = 1 OR c.number IS NOT NULL)) AS asks)`
