import type { Db } from '@/infra/db'
import { checkValue } from '../fields/rules'
import { type Field, fieldTypes } from '../fields/schema'
import { goes } from './cells'
import type { Staged } from './stage'

/** Marks people whom the change set made and who are not as it left them: deleting them would lose what came later. */
export async function markGrown(db: Db, set: string): Promise<void> {
  await db.sql(
    `UPDATE undo_person u SET conflict = 'changed', keys = d.keys FROM (
       SELECT id, array_agg(DISTINCT key) AS keys FROM (
         SELECT DISTINCT ON (u.id, k.key) u.id, k.key, k.was, k.now FROM undo_person u JOIN person p ON p.id = u.id
           JOIN change c ON c.school_id = p.school_id AND c.noun = 'person' AND c.noun_id = u.id AND c.id > u.change_id AND c.action = 'update'
           CROSS JOIN LATERAL (
             SELECT key, value AS was, to_jsonb(p) ->> key AS now FROM jsonb_each_text(c.before - '{ext,link,links}'::text[])
             UNION ALL SELECT 'ext.' || key, value, p.ext ->> key FROM jsonb_each_text(c.before -> 'ext')
             UNION ALL SELECT 'ext.' || key, '', p.ext ->> key FROM jsonb_each_text(c.after -> 'ext') WHERE NOT coalesce(c.before -> 'ext' ? key, false)
             UNION ALL SELECT 'link', c.before ->> 'link', (SELECT jsonb_build_object('student_id', g.student_id, 'relation', g.relation, 'position', g.position)::text
               FROM guardianship g WHERE g.guardian_id = u.id ORDER BY g.position, g.student_id LIMIT 1) WHERE c.after ?| '{link,links}') k
         WHERE u.act = 'delete' ORDER BY u.id, k.key, c.id) later
       WHERE coalesce(was, '') <> coalesce(now, '') GROUP BY id) d
     WHERE d.id = u.id`,
  )
  await db.sql(
    `UPDATE undo_person u SET conflict = 'account' FROM account a, change_set cs
     WHERE u.act = 'delete' AND u.conflict IS NULL AND a.person_id = u.id AND a.deleted_at IS NULL AND cs.id = $1::bigint AND a.created_at > cs.at`,
    [set],
  )
  const livingElsewhere = `EXISTS (SELECT FROM guardianship og JOIN person os ON os.id = og.student_id AND os.deleted_at IS NULL
    WHERE og.guardian_id = p.id AND og.student_id NOT IN (SELECT id FROM undo_person WHERE act = 'delete'))`
  await db.sql(
    `UPDATE undo_person u SET conflict = 'guardians' FROM guardianship g JOIN person p ON p.id = g.guardian_id AND p.deleted_at IS NULL
     WHERE u.act = 'delete' AND u.conflict IS NULL AND g.student_id = u.id
       AND NOT EXISTS (SELECT FROM undo_person o WHERE o.id = p.id AND o.act = 'delete') AND NOT ${livingElsewhere}`,
  )
}

/** Marks people whose old value a field takes no longer: its type or its options were changed since. */
export async function markUnfit(db: Db, { fieldIds }: Staged, fields: readonly Field[]): Promise<void> {
  for (const field of fields) {
    if (!fieldIds.includes(field.id) || field.type === fieldTypes.text) continue
    const key = `ext.${field.id}`
    const rows = await db.sql<{ value: string }>(
      `SELECT DISTINCT ext_before ->> '${field.id}' AS value FROM undo_person WHERE $1 = ANY(todo) AND coalesce(ext_before ->> '${field.id}', '') <> ''`,
      [key],
    )
    const unfit = rows.filter(({ value }) => checkValue({ ...field, required: false }, value) !== value)
    if (unfit.length === 0) continue
    await db.sql(
      `UPDATE undo_person SET block = 'unfit', keys = ARRAY[$1] WHERE $1 = ANY(todo) AND block IS NULL AND ext_before ->> '${field.id}' = ANY($2::text[])`,
      [key, unfit.map(({ value }) => value)],
    )
  }
}

/** The number a record is to hold: its old one where that goes back. */
const next = (key: 'usin' | 'outer_id') =>
  `CASE WHEN '${key}' = ANY(u.todo) THEN nullif(u.before ->> '${key}', '') ELSE p.${key} END`

const claimsNumber = (key: 'usin' | 'outer_id') =>
  `UPDATE undo_person u SET block = 'taken', keys = ARRAY['${key}'] FROM person p
   WHERE p.id = u.id AND ${goes('u')} AND (u.act = 'restore' OR (u.act = 'change' AND '${key}' = ANY(u.todo)))
     AND EXISTS (SELECT FROM person o LEFT JOIN undo_person w ON w.id = o.id
       WHERE o.school_id = p.school_id AND o.deleted_at IS NULL AND o.id <> u.id AND o.${key} = ${next(key)}
         AND NOT coalesce(${goes('w')} AND (w.act = 'delete' OR '${key}' = ANY(w.todo)), false))`

const claimsValue = (id: number) =>
  `UPDATE undo_person u SET block = 'taken', keys = ARRAY['ext.${id}'] FROM person p
   WHERE p.id = u.id AND ${goes('u')} AND (u.act = 'restore' OR (u.act = 'change' AND 'ext.${id}' = ANY(u.todo)))
     AND EXISTS (SELECT FROM unique_value o LEFT JOIN undo_person w ON w.id = o.person_id
       WHERE o.field_id = ${id} AND o.person_id <> u.id
         AND o.value = CASE WHEN 'ext.${id}' = ANY(u.todo) THEN u.ext_before ->> '${id}' ELSE p.ext ->> '${id}' END
         AND NOT coalesce(${goes('w')} AND (w.act = 'delete' OR 'ext.${id}' = ANY(w.todo)), false))`

/** Guardians who went along with children of whom none comes back. */
const withoutStudent = `UPDATE undo_person u SET block = 'student' FROM person p
   WHERE p.id = u.id AND p.role = 8 AND ${goes('u')} AND u.act = 'restore'
     AND EXISTS (SELECT FROM guardianship g JOIN undo_person s ON s.id = g.student_id WHERE g.guardian_id = u.id AND s.act = 'restore' AND NOT ${goes('s')})
     AND NOT EXISTS (SELECT FROM guardianship g JOIN person s ON s.id = g.student_id LEFT JOIN undo_person w ON w.id = s.id
       WHERE g.guardian_id = u.id AND (s.deleted_at IS NULL OR coalesce(w.act = 'restore' AND ${goes('w')}, false)))`

/**
 * Marks people whose number somebody else holds by now, unless that one gives it up in the same undo. One who is left
 * alone keeps a number that another wanted, so it goes on until nobody is marked any more.
 */
export async function markTaken(db: Db, fields: readonly Field[]): Promise<void> {
  const unique = fields.filter((field) => field.unique).map(({ id }) => claimsValue(id))
  const statements = [claimsNumber('usin'), claimsNumber('outer_id'), ...unique, withoutStudent]
  for (let marked = true; marked; ) {
    marked = false
    for (const statement of statements) {
      const [row] = await db.sql<{ count: number }>(
        `WITH x AS (${statement} RETURNING 1) SELECT count(*)::int AS count FROM x`,
      )
      marked ||= (row?.count ?? 0) > 0
    }
  }
}
