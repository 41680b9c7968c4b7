import type { Actor } from '../actor'
import { numbersShownTo } from '../people/grade'
import { shownNumber } from '../people/record'

/**
 * SQL over the student `person p`: JSON text of the guardian who stands first in each relation, by relation, numbers
 * masked as they are to the actor; null without any.
 */
export function guardiansSql(actor: Actor): string {
  const pii = numbersShownTo(actor)
  // What is between the brackets of VALUES is the student, every other p the guardian.
  return `(SELECT json_object_agg(b.relation, json_build_object('name', b.name, 'phone', b.phone, 'idcard', b.idcard))::text FROM
    (SELECT DISTINCT ON (g.relation) g.relation, p.name, ${shownNumber('phone', pii)} AS phone, ${shownNumber('idcard', pii)} AS idcard
     FROM (VALUES (p.id)) AS s(id) JOIN guardianship g ON g.student_id = s.id
     JOIN person p ON p.id = g.guardian_id AND p.deleted_at IS NULL
     ORDER BY g.relation, g.position, p.id) b)`
}

/** SQL over the guardian `person p`: JSON text of their first student, number and name. */
export const studentSql = `(SELECT json_build_object('usin', s.usin, 'name', s.name)::text FROM guardianship g
  JOIN person s ON s.id = g.student_id AND s.deleted_at IS NULL WHERE g.guardian_id = p.id ORDER BY g.position, g.student_id LIMIT 1)`
