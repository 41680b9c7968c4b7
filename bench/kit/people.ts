import { withConnection } from '../../src/infra/connection'
import type { RootDb } from '../../src/infra/db'
import { namePool } from './names'
import { boarding, classNames, type School } from './school'

const distinctNames = 6_000

/**
 * Gives a school so many people at once: of each twenty sixteen students, three guardians of a student each and one
 * teacher. Names recur as they do in life; numbers are nobody's.
 */
export async function fillSchool(db: RootDb, school: School, people: number): Promise<void> {
  // Indexes are made faster than kept.
  const restore = people >= 100_000 ? await withoutIndexes(db) : async () => {}
  await withConnection(db.url, async ({ sql }) => {
    await sql('CREATE TEMP TABLE pool (n int PRIMARY KEY, name text, gender text, sort_name text, found text)')
    await sql(
      `INSERT INTO pool SELECT row_number() OVER () - 1, r.*
       FROM jsonb_to_recordset($1::jsonb) AS r(name text, gender text, sort_name text, found text)`,
      [JSON.stringify(namePool(distinctNames))],
    )
    await sql('ANALYZE pool')
    const { class_name, boarding: boards, address } = school.fields
    await sql(insertPeople, [school.id, people, distinctNames, classNames, boarding, class_name, boards, address])
  })
  await restore()
  // What the server does by itself once the writing is over; a bench does not wait for it.
  await db.sql('VACUUM (ANALYZE) person')
  await db.sql(insertLinks, [school.id])
  await db.sql('VACUUM (ANALYZE) guardianship')
  school.people = people
}

/** One number for each person; a child's follows from its guardian's. */
const insertPeople = `
  WITH drawn AS (
    SELECT i, CASE WHEN i % 20 = 0 THEN 2 WHEN i % 20 < 4 THEN 8 ELSE 1 END AS role,
      (hashint4(i) & 2147483647) % $3::int AS n, hashint4(i + 100000000) & 2147483647 AS die
    FROM generate_series(1, $2::int) AS i
  ), person_of AS (
    SELECT d.*, p.name, p.gender, p.sort_name, p.found,
      CASE d.role WHEN 1 THEN 'S' WHEN 2 THEN 'T' ELSE 'P' END || lpad(i::text, 8, '0') AS usin
    FROM drawn d JOIN pool p USING (n)
  )
  INSERT INTO person (school_id, role, usin, name, gender, phone, graduates_in, duration, entered_at, idcard, status, ext,
    sort_name, search_text)
  SELECT $1, role, usin, name, gender,
    CASE WHEN role <> 1 OR die % 10 < 3 THEN '100' || lpad((i::bigint * 7919 % 100000000)::text, 8, '0') ELSE '' END,
    CASE WHEN role = 1 THEN 2027 + die % 3 END, CASE WHEN role = 1 THEN 3 END,
    CASE WHEN role = 1 THEN make_date(2024 + die % 3, 9, 1) END,
    CASE WHEN role = 1 THEN '990105' || 2008 + die % 3 || lpad((die % 12 + 1)::text, 2, '0') || lpad((die % 28 + 1)::text, 2, '0')
      || lpad((i % 10000)::text, 4, '0') ELSE '' END,
    CASE WHEN die % 100 < 5 THEN 2 WHEN die % 100 = 5 THEN 4 ELSE 1 END,
    CASE WHEN role = 1 THEN jsonb_build_object($6::text, ($4::text[])[die % 30 + 1], $7::text, ($5::text[])[die % 7 / 5 + 1],
      $8::text, '青岚市梧桐路' || die % 999 || '号') ELSE '{}' END,
    sort_name, found || ' ' || lower(usin)
  FROM person_of ORDER BY i`

const insertLinks = `
  INSERT INTO guardianship (guardian_id, student_id, school_id, relation)
  SELECT g.id, s.id, $1, CASE g.gender WHEN 'm' THEN 1 ELSE 2 END FROM person g
  JOIN person s ON s.school_id = $1 AND s.usin = 'S' || lpad((substr(g.usin, 2)::int + 3)::text, 8, '0') AND s.deleted_at IS NULL
  WHERE g.school_id = $1 AND g.role = 8`

/** Drops what indexes people have beside their id; answers how to make them again. */
async function withoutIndexes(db: RootDb): Promise<() => Promise<void>> {
  const indexes = await db.sql<{ name: string; definition: string }>(
    `SELECT indexrelid::regclass::text AS name, pg_get_indexdef(indexrelid) AS definition FROM pg_index
     WHERE indrelid = 'person'::regclass AND NOT indisprimary`,
  )
  for (const { name } of indexes) await db.sql(`DROP INDEX ${name}`)
  return async () => {
    for (const { definition } of indexes) await db.sql(definition)
  }
}
