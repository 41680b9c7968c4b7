import type { Sql } from '@/infra/db'
import { Moved } from './moved'
import { nextNumber, type Scope } from './plan'

/** Guardians `t` beside students `v` that were written, with what the file says of them `g`; `$1` is the import. */
const ties = `import_tie t JOIN import_verdict v ON v.import_id = t.import_id AND v.line = t.line AND v.kind IN ('new', 'changed')
  JOIN import_guardian g ON g.import_id = t.import_id AND g.line = t.line AND g.relation = t.relation`
const gender = `CASE t.relation WHEN 1 THEN 'm' WHEN 2 THEN 'f' ELSE 'u' END`

/** Those of one name and phone are one person, who is made at the first of them: that tie alone keeps its number. */
const giveIds = (sql: Sql, importId: number) =>
  sql(
    `WITH first AS (SELECT t.line, t.relation, first_value(t.line) OVER w AS first_line, first_value(t.relation) OVER w AS first_relation
         FROM ${ties} WHERE t.import_id = $1 AND t.kind = 'new'
         WINDOW w AS (PARTITION BY g.name, CASE WHEN coalesce(g.phone, '') = '' THEN t.line || ':' || t.relation ELSE g.phone END ORDER BY t.line, t.relation)),
       made AS (SELECT line, relation, nextval(pg_get_serial_sequence('person', 'id')) AS id FROM first WHERE line = first_line AND relation = first_relation)
     UPDATE import_tie t SET guardian_id = made.id, usin = CASE WHEN first.line = made.line AND first.relation = made.relation THEN t.usin END
     FROM first JOIN made ON made.line = first.first_line AND made.relation = first.first_relation
     WHERE t.import_id = $1 AND t.line = first.line AND t.relation = first.relation`,
    [importId],
  )

const insertNew = (sql: Sql, importId: number, schoolId: number) =>
  sql(
    `INSERT INTO person (id, school_id, role, usin, name, gender, phone, idcard, sort_name, search_text)
     SELECT t.guardian_id, $2::int, 8, t.usin, g.name, ${gender}, coalesce(g.phone, ''), coalesce(g.idcard, ''), g.sort_name,
       g.search_name || ' ' || lower(normalize(t.usin, NFKC))
     FROM ${ties} WHERE t.import_id = $1 AND t.kind = 'new' AND t.usin IS NOT NULL ORDER BY t.line, t.relation RETURNING 1 AS one`,
    [importId, schoolId],
  )

/** @throws Moved when somebody changed one of them since they were looked at */
async function lock(sql: Sql, importId: number): Promise<void> {
  const [locked] = await sql<{ same: boolean }>(
    `SELECT coalesce(bool_and(p.version = v.version AND p.deleted_at IS NULL), true) AS same
     FROM (SELECT o.id, o.version, o.deleted_at FROM person o WHERE o.id IN (SELECT t.guardian_id FROM ${ties} WHERE t.import_id = $1 AND t.kind = 'changed')
       ORDER BY o.id FOR NO KEY UPDATE) p
     JOIN (SELECT DISTINCT guardian_id, version FROM import_tie WHERE import_id = $1 AND kind = 'changed') v ON v.guardian_id = p.id`,
    [importId],
  )
  if (!locked?.same) throw new Moved()
}

/** Whoever is there already has at most one way to be written in one file: the verdicts saw to that. */
const update = (sql: Sql, importId: number) =>
  sql(
    `UPDATE person p SET name = coalesce(x.name, p.name), phone = ${nextNumber('p.phone', 'x.phone')}, idcard = ${nextNumber('p.idcard', 'x.idcard')},
       sort_name = coalesce(x.sort_name, p.sort_name), search_text = coalesce(x.search_name || ' ' || lower(normalize(p.usin, NFKC)), p.search_text),
       version = p.version + 1, updated_at = now()
     FROM (SELECT DISTINCT ON (t.guardian_id) t.guardian_id, g.name, g.phone, g.idcard, g.sort_name, g.search_name
       FROM ${ties} WHERE t.import_id = $1 AND t.kind = 'changed' ORDER BY t.guardian_id, (t.after IS NULL), t.line) x WHERE p.id = x.guardian_id`,
    [importId],
  )

/** Links not there yet, each guardian's behind those they have. */
const link = (sql: Sql, importId: number, schoolId: number) =>
  sql(
    `INSERT INTO guardianship (guardian_id, student_id, school_id, relation, position)
     SELECT t.guardian_id, v.person_id, $2::int, t.relation,
       coalesce((SELECT max(position) + 1 FROM guardianship k WHERE k.guardian_id = t.guardian_id), 0) + row_number() OVER (PARTITION BY t.guardian_id ORDER BY t.line, t.relation) - 1
     FROM ${ties} WHERE t.import_id = $1 AND t.kind IN ('new', 'changed') AND NOT t.is_linked ON CONFLICT DO NOTHING`,
    [importId, schoolId],
  )

const record = (sql: Sql, importId: number, schoolId: number, set: string) =>
  sql(
    `INSERT INTO change (change_set_id, school_id, noun, noun_id, action, before, after)
     SELECT $3::bigint, $2::int, 'person', t.guardian_id, CASE WHEN bool_or(t.kind = 'new') THEN 'create' ELSE 'update' END,
       CASE WHEN bool_or(t.kind = 'new') THEN NULL ELSE coalesce((array_agg(t.before ORDER BY t.line) FILTER (WHERE t.before IS NOT NULL))[1], '{}') END,
       coalesce((array_agg(CASE WHEN t.kind = 'new' THEN jsonb_strip_nulls(jsonb_build_object('role', 8, 'usin', t.usin, 'name', g.name, 'gender', ${gender},
           'phone', g.phone, 'idcard', g.idcard)) || '{"ext": {}}' ELSE t.after END ORDER BY t.line, t.relation) FILTER (WHERE t.usin IS NOT NULL OR t.after IS NOT NULL))[1], '{}')
         || coalesce(jsonb_build_object('links', jsonb_agg(jsonb_build_object('student_id', k.student_id, 'relation', k.relation, 'position', k.position)
           ORDER BY t.line, t.relation) FILTER (WHERE NOT t.is_linked)), '{}')
     FROM ${ties} LEFT JOIN guardianship k ON k.guardian_id = t.guardian_id AND k.student_id = v.person_id
     WHERE t.import_id = $1 AND t.kind IN ('new', 'changed') GROUP BY t.guardian_id ORDER BY min(t.line)`,
    [importId, schoolId, set],
  )

/** Makes, changes and links the guardians beside the students that were written; answers how many are new. */
export async function mergeGuardians(sql: Sql, { importId, schoolId }: Scope, set: string): Promise<number> {
  await giveIds(sql, importId)
  const made = await insertNew(sql, importId, schoolId)
  await lock(sql, importId)
  await update(sql, importId)
  await link(sql, importId, schoolId)
  await record(sql, importId, schoolId, set)
  return made.length
}
