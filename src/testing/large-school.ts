import { operatorActor } from '@/auth/operator'
import type { Actor } from '@/domain/actor'
import { createField } from '@/domain/fields/commands'
import { createSchool } from '@/domain/schools/commands'
import type { RootDb } from '@/infra/db'
import { value } from './factories'

const insertPeople = `
  INSERT INTO person (school_id, role, usin, outer_id, name, phone, graduates_in, duration, status, ext, sort_name, search_text)
  SELECT $1, CASE WHEN n % 10 = 0 THEN 8 WHEN n % 25 = 1 THEN 2 ELSE 1 END, 'N' || n, 'O' || n, d.name,
    '13' || lpad((n::bigint * 7919 % 1000000000)::text, 9, '0'), 2025 + n % 6, 3, CASE WHEN n % 40 = 7 THEN 2 ELSE 1 END,
    jsonb_build_object($3::text, n / 6 % 40 + 1 || '班', $4::text, 'N' || n),
    d.pinyin || n % 500 || E'\\t' || d.name, d.name || ' ' || d.pinyin || n % 500 || ' ' || d.initials || ' n' || n
  FROM generate_series(1, $2::int) n
  JOIN (VALUES (0, '张伟', 'zhangwei', 'zw'), (1, '李娜', 'lina', 'ln'), (2, '王芳', 'wangfang', 'wf'), (3, '欧阳静', 'ouyangjing', 'oyj')) d(i, name, pinyin, initials)
    ON d.i = CASE WHEN n % 500 < 3 THEN n % 500 ELSE 3 END`

/**
 * Makes a school with so many people, each with a change in the history and the feed. Every tenth is a guardian; students
 * have a class and a note of their own.
 * @returns its operator
 */
export async function largeSchool(db: RootDb, people: number): Promise<Actor> {
  const school = value(await createSchool(db, { name: `${people}` }))
  const operator = await operatorActor(db, school.id, 'command-line')
  if (!operator) throw new Error('the school was not made')
  const field = async (name: string) =>
    value(await createField(db, operator, { name, label: name, role: 1, type: 1 })).id
  const fields = [await field('class'), await field('note')]
  await db.sql(insertPeople, [school.id, people, ...fields.map(String)])
  await db.sql(
    `INSERT INTO guardianship (guardian_id, student_id, school_id) SELECT id, id - 2, school_id FROM person WHERE school_id = $1 AND role = 8`,
    [school.id],
  )
  await db.sql(
    `WITH cs AS (INSERT INTO change_set (school_id, via, at) SELECT $1, 'page', now() - make_interval(mins => n) FROM generate_series(1, 1000) n RETURNING id)
     INSERT INTO change (change_set_id, school_id, noun, noun_id, action, after)
     SELECT (SELECT min(id) FROM cs) + p.id % 1000, p.school_id, 'person', p.id, 'create', '{}' FROM person p WHERE school_id = $1`,
    [school.id],
  )
  return operator
}

/** The first student of a school. */
export async function firstStudent(db: RootDb, { schoolId }: Actor): Promise<number> {
  const [row] = await db.sql<{ id: number }>('SELECT min(id) AS id FROM person WHERE school_id = $1 AND role = 1', [
    schoolId,
  ])
  return row?.id ?? 0
}
