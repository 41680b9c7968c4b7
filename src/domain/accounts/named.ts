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
 * when one account alone has it: 1 the user name as it is spelt; 2 a proven phone; 3 a legacy phone; 4 a proven work number,
 * or 5 a student number, alike; 6 a legacy work number; 7 the user name by its form, so that whoever took another spelling of
 * a number keeps nobody from it. With a school the numbers come first, of names too. A phone counts in whatever width
 * its digits are typed.
 *
 * A legacy phone counts only while no proven one is the same. Within a school a proven work number comes before the
 * student number of somebody else, since whoever writes records must not take it away, and both before a legacy one.
 *
 * `others.asks`: somebody else has the name as a number, or several have the same kind: a wrong password then asks for
 * the school.
 */
export const namedSql = ({ name, form, school }: Parameters): string => `named AS (
    SELECT id, 1 AS kind FROM account WHERE username = ${name}
    UNION ALL SELECT id, 7 FROM account WHERE name_form = ${form}
    UNION ALL SELECT id, CASE phone_state WHEN 'proven' THEN 2 ELSE 3 END FROM account
      WHERE phone IN (${name}, ${form}) AND phone <> '' AND phone_state <> 'unproven'
    UNION ALL SELECT id, CASE work_id_state WHEN 'proven' THEN 4 ELSE 6 END FROM account
      WHERE work_id = ${name} AND work_id_state <> 'unproven'
    UNION ALL SELECT a.id, 5 FROM school s JOIN person p ON p.school_id = s.id AND p.usin = ${name} AND p.deleted_at IS NULL
      JOIN account a ON a.person_id = p.id),
  living AS MATERIALIZED (
    SELECT a.id, a.school_id, a.password_hash, a.session_version, a.kept_token,
      min(n.kind) FILTER (WHERE n.kind IN (1, 7)) AS by_name, min(n.kind) FILTER (WHERE n.kind NOT IN (1, 7)) AS by_number
    FROM named n JOIN account a ON a.id = n.id LEFT JOIN person p ON p.id = a.person_id WHERE ${alive} GROUP BY a.id),
  standing AS (
    SELECT l.*, number, CASE WHEN ${school}::int IS NULL THEN least(by_name, number) ELSE coalesce(number, by_name + 10) END AS kind
    FROM living l CROSS JOIN LATERAL (SELECT CASE
      WHEN by_number = 3 AND EXISTS (SELECT FROM living o WHERE o.id <> l.id AND o.by_number = 2) THEN NULL
      WHEN EXISTS (SELECT FROM living o WHERE o.school_id = l.school_id AND o.by_number BETWEEN 4 AND l.by_number - 1) THEN NULL
      WHEN by_number = 5 THEN 4
      ELSE by_number END AS number) counted
    WHERE number IS NOT NULL OR by_name IS NOT NULL),
  chosen AS MATERIALIZED (
    SELECT *, rank() OVER (ORDER BY kind) AS place FROM standing WHERE ${school}::int IS NULL OR school_id = ${school}::int),
  one AS (SELECT * FROM chosen WHERE place = 1 AND (SELECT count(*) FROM chosen WHERE place = 1) = 1),
  others AS (SELECT ${school}::int IS NULL AND EXISTS (SELECT FROM chosen c
    WHERE c.id NOT IN (SELECT id FROM one) AND (c.place = 1 OR c.number IS NOT NULL)) AS asks)`
