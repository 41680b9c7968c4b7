import type { Db } from '@/infra/db'
import type { Actor } from '../actor'
import type { Issue } from '../errors'
import type { Field } from '../fields/schema'
import { compareClasses } from './class-rules'
import { students } from './queries'
import { type Exception, type Group, mostExceptions, type RolloverInput } from './schema'

/** SQL for whether a row of `rollover_person r` is written. */
export const isWritten = `(r.fate <> 'move' OR r.class_before <> r.class_after)`

/**
 * Gathers the students in the temporary table `rollover_person`, with what becomes of each; answers what is wrong with
 * those named, who may be gone by now.
 */
export async function stageStudents(
  db: Db,
  actor: Actor,
  input: RolloverInput,
  field: Field | undefined,
): Promise<Issue[]> {
  const named = [
    ...input.leavers.map((id) => ({ id, fate: 'leave', class: '' })),
    ...input.repeaters.map((each) => ({ id: each.id, fate: 'repeat', class: (field && each.class) ?? '' })),
  ]
  // Of an earlier rollover in the same transaction.
  await db.sql('DROP TABLE IF EXISTS rollover_person')
  await db.sql(
    `CREATE TEMP TABLE rollover_person ON COMMIT DROP AS
     SELECT p.id, p.version, p.status, p.graduates_in, f.fate, k.class AS class_before,
       CASE f.fate WHEN 'repeat' THEN coalesce(nullif(n.class, ''), k.class) WHEN 'move' THEN coalesce(m."to", k.class) ELSE k.class END AS class_after
     FROM person p
       LEFT JOIN jsonb_to_recordset($2::jsonb) AS n(id int, fate text, class text) ON n.id = p.id
       CROSS JOIN LATERAL (SELECT coalesce(n.fate, CASE WHEN p.graduates_in = ANY($3::int[]) THEN 'graduate' ELSE 'move' END) AS fate) f
       CROSS JOIN LATERAL (SELECT coalesce(p.ext ->> $4::text, '') AS class) k
       LEFT JOIN jsonb_to_recordset($5::jsonb) AS m("from" text, "to" text) ON m."from" = k.class
     WHERE ${students}`,
    [
      actor.schoolId,
      JSON.stringify(named),
      input.graduating,
      field ? String(field.id) : '',
      JSON.stringify(field ? input.renames : []),
    ],
  )
  await db.sql('ANALYZE rollover_person')
  const missing = await db.sql<{ id: number }>(
    'SELECT n.id FROM unnest($1::int[]) AS n(id) WHERE NOT EXISTS (SELECT FROM rollover_person r WHERE r.id = n.id) LIMIT 20',
    [named.map(({ id }) => id)],
  )
  const leavers = new Set(input.leavers)
  return missing.map(({ id }) => ({
    field: leavers.has(id) ? 'leavers' : 'repeaters',
    reason: 'absent',
    value: String(id),
  }))
}

/** Stands for what becomes of everybody staged. */
export async function fingerprintOf(db: Db, field: Field | undefined): Promise<string> {
  const [row] = await db.sql<{ fingerprint: string }>(
    `SELECT md5($1 || coalesce(string_agg(jsonb_build_array(id, status, graduates_in, fate, class_before, class_after)::text, ',' ORDER BY id), '')) AS fingerprint
     FROM rollover_person`,
    [field ? `${field.id} ${field.type} ` : ''],
  )
  return row?.fingerprint ?? ''
}

/** What becomes of how many, by cohort and then by class in the order of its name. */
export async function groupStaged(db: Db): Promise<Group[]> {
  const groups = await db.sql<Group>(
    `SELECT graduates_in, class_before AS before, class_after AS after, fate, count(*)::int AS count FROM rollover_person
     GROUP BY 1, 2, 3, 4 ORDER BY 4, 3`,
  )
  const yearOf = ({ graduates_in }: Group) => graduates_in ?? Number.MAX_SAFE_INTEGER
  return groups.sort((one, other) => yearOf(one) - yearOf(other) || compareClasses(one.before, other.before))
}

/** Who is not simply moved up or out, first those named, and how many they are. */
export async function listExceptions(
  db: Db,
  year: number,
  field: Field | undefined,
): Promise<{ exceptions: Exception[]; exceptionCount: number }> {
  const rows = await db.sql<Exception & { total: number }>(
    `SELECT e.id, p.name, p.usin, e.graduates_in, e.class_before AS before, e.class_after AS after, e.reason, count(*) OVER ()::int AS total
     FROM (SELECT r.*, CASE WHEN fate = 'repeat' THEN 'repeats' WHEN fate = 'leave' THEN 'leaves' WHEN fate = 'graduate' THEN NULL
         WHEN graduates_in <= $1 THEN 'overdue' WHEN NOT $2 THEN NULL WHEN class_before = '' THEN 'no_class'
         WHEN class_before = class_after THEN 'class_stays' END AS reason FROM rollover_person r) e
       JOIN person p ON p.id = e.id WHERE e.reason IS NOT NULL
     ORDER BY array_position('{repeats,leaves,overdue,no_class,class_stays}'::text[], e.reason), e.graduates_in, e.class_before, p.sort_name COLLATE "C", e.id
     LIMIT ${mostExceptions}`,
    [year, field !== undefined],
  )
  return {
    exceptions: rows.map(({ total: _, ...exception }) => exception),
    exceptionCount: rows[0]?.total ?? 0,
  }
}
