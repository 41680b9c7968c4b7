import { type Db, transaction } from '@/infra/db'
import { newSecret } from '@/infra/hashing'
import { createAdmin } from '../accounts/commands'
import type { Actor } from '../actor'
import { notFound, ok, type Result, refused } from '../errors'
import { createField } from '../fields/commands'
import { fieldTypes } from '../fields/schema'
import { openChangeSet } from '../history/record'
import { createSchool } from '../schools/commands'
import { listSchools } from '../schools/queries'
import { classNames, type DemoFields, type DemoPerson, demoPeople, interests, subjects } from './people'

export type DemoMade = { school_id: number; school: string; username: string; password: string }

const definitions = [
  { name: 'class_name', label: '班级', role: 1, type: fieldTypes.choice, options: classNames },
  { name: 'boarding', label: '住宿方式', role: 1, type: fieldTypes.choice, options: ['走读', '住校'] },
  { name: 'interests', label: '兴趣社团', role: 1, type: fieldTypes.choices, options: interests },
  { name: 'subject', label: '任教学科', role: 2, type: fieldTypes.choice, options: subjects },
] as const

/**
 * Makes the demo school: 1,200 students over three cohorts, 90 teachers, their guardians, four extension fields and a
 * sign-in with a password of its own. Refused where a real school exists, and where the demo is there already.
 */
export function makeDemo(
  db: Db,
  actorOf: (tx: Db, schoolId: number) => Promise<Actor | undefined>,
): Promise<Result<DemoMade>> {
  return transaction(db, async (tx) => {
    const schools = await listSchools(tx)
    if (schools.length > 0)
      return refused(schools.every((school) => school.is_demo) ? 'already_set_up' : 'real_schools_exist')
    const school = await createSchool(tx, { name: '名册示范学校' }, true)
    if (!school.ok) return school
    const actor = await actorOf(tx, school.value.id)
    if (!actor) return notFound
    const password = `Demo-${newSecret().replace(/[-_]/g, '').slice(0, 12)}`
    const admin = await createAdmin(tx, actor, { username: 'demo', password })
    if (!admin.ok) return admin
    const ids = new Map<string, number>()
    for (const definition of definitions) {
      const field = await createField(tx, actor, definition)
      if (!field.ok) return field
      ids.set(field.value.name, field.value.id)
    }
    const id = (name: keyof DemoFields) => ids.get(name) ?? 0
    const fields = {
      class_name: id('class_name'),
      boarding: id('boarding'),
      interests: id('interests'),
      subject: id('subject'),
    }
    await insertAll(tx, actor, demoPeople(fields, new Date()))
    return ok({ school_id: school.value.id, school: school.value.name, username: 'demo', password })
  })
}

/** Inserts the people and the guardians' links as one act, in three statements. */
async function insertAll(db: Db, actor: Actor, people: readonly DemoPerson[]): Promise<void> {
  await db.sql(
    `INSERT INTO person (school_id, role, usin, name, gender, phone, graduates_in, duration, entered_at, ext, sort_name, search_text)
     SELECT $1, r.role, r.usin, r.name, r.gender, r.phone, r.graduates_in, r.duration, r.entered_at, r.ext, r.sort_name, r.search_text
     FROM jsonb_to_recordset($2::jsonb) AS r(role smallint, usin text, name text, gender text, phone text, graduates_in smallint,
       duration smallint, entered_at date, ext jsonb, sort_name text, search_text text)`,
    [actor.schoolId, JSON.stringify(people)],
  )
  const links = people
    .filter((person) => person.child !== undefined)
    .map(({ usin, child, relation }) => ({ usin, child, relation }))
  await db.sql(
    `INSERT INTO guardianship (guardian_id, student_id, school_id, relation)
     SELECT g.id, s.id, $1, r.relation FROM jsonb_to_recordset($2::jsonb) AS r(usin text, child text, relation smallint)
     JOIN person g ON g.school_id = $1 AND g.usin = r.usin JOIN person s ON s.school_id = $1 AND s.usin = r.child`,
    [actor.schoolId, JSON.stringify(links)],
  )
  const set = await openChangeSet(db, actor)
  await db.sql(
    `INSERT INTO change (change_set_id, school_id, noun, noun_id, action, after)
     SELECT $1::bigint, $2, 'person', p.id, 'create', jsonb_build_object('role', p.role, 'usin', p.usin, 'name', p.name, 'ext', p.ext)
     FROM person p WHERE p.school_id = $2 ORDER BY p.id`,
    [set, actor.schoolId],
  )
}
