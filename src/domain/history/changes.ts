import type { z } from 'zod'
import type { Db } from '@/infra/db'
import type { Actor } from '../actor'
import { forbidden, notFound, ok, type Result } from '../errors'
import { keptBy } from '../people/grade'
import { can } from '../policy'
import type { changeList, personChanges } from './input'
import type { ChangeAction, PersonChange, ShownAct, ShownChange, Subject } from './schema'
import { type FieldLabel, type Look, linksOf, type Snapshot, shownCells } from './shown'
import { actFrom, actJson, subjectFrom, subjectJson } from './sql'

type Raw = { id: string; action: ChangeAction; subject: Subject; before: Snapshot | null; after: Snapshot | null }

const rawJson = `json_build_object('id', c.id::text, 'action', c.action, 'before', c.before, 'after', c.after, 'subject', ${subjectJson})`

/** What the changes name by id: the school's fields, deleted ones too, and students. */
async function lookUp(db: Db, actor: Actor, rows: readonly Raw[]): Promise<Look> {
  const students = rows
    .flatMap(({ before, after }) => [...linksOf(before), ...linksOf(after)])
    .map((link) => link.student_id)
  const fields = await db.sql<FieldLabel & { id: string }>(
    'SELECT id::text, label, type::int FROM field WHERE school_id = $1',
    [actor.schoolId],
  )
  const named =
    students.length > 0
      ? await db.sql<{ id: number; name: string }>(
          'SELECT id, name FROM person WHERE school_id = $1 AND id = ANY($2::int[])',
          [actor.schoolId, students],
        )
      : []
  return {
    fields: new Map(fields.map((field) => [field.id, field])),
    students: new Map(named.map(({ id, name }) => [id, name])),
    pii: can(actor, 'pii:read'),
  }
}

const shown = ({ before, after, ...row }: Raw, look: Look): ShownChange => ({
  ...row,
  cells: shownCells(row.subject.noun, before, after, look),
  erased: before?.erased === true || after?.erased === true,
})

/** The changes of one change set of the school, a page at a time, and whether more follow. */
export async function listChanges(
  db: Db,
  actor: Actor,
  input: z.infer<typeof changeList>,
): Promise<Result<{ rows: ShownChange[]; more: boolean }>> {
  if (!can(actor, 'history:read')) return forbidden
  const sets = await db.sql('SELECT 1 AS found FROM change_set WHERE id = $1::bigint AND school_id = $2', [
    input.change_set,
    actor.schoolId,
  ])
  if (sets.length === 0) return notFound
  const rows = await db.sql<{ row: string }>(
    `SELECT ${rawJson}::text AS row FROM (SELECT * FROM change WHERE change_set_id = $1::bigint AND id > $2::bigint ORDER BY id LIMIT $3::int) c ${subjectFrom} ORDER BY c.id`,
    [input.change_set, input.after ?? '0', input.per_page + 1],
  )
  const raw = rows.slice(0, input.per_page).map((each): Raw => JSON.parse(each.row))
  const look = await lookUp(db, actor, raw)
  return ok({ rows: raw.map((row) => shown(row, look)), more: rows.length > input.per_page })
}

/** What happened to one person, the latest first: for whoever keeps them, also when they are deleted. */
export async function listPersonChanges(
  db: Db,
  actor: Actor,
  input: z.infer<typeof personChanges>,
): Promise<Result<{ rows: PersonChange[]; more: boolean }>> {
  if (!can(actor, 'people:write') && !can(actor, 'history:read')) return forbidden
  const [person] = await db.sql<{ kept: boolean }>(
    `SELECT ${keptBy(actor)} AS kept FROM person p WHERE p.id = $1 AND p.school_id = $2`,
    [input.id, actor.schoolId],
  )
  if (!person) return notFound
  if (!person.kept) return forbidden
  const rows = await db.sql<{ row: string; act: string }>(
    `SELECT ${rawJson}::text AS row, ${actJson}::text AS act
     FROM (SELECT * FROM change WHERE school_id = $1 AND noun = 'person' AND noun_id = $2 AND ($3::bigint IS NULL OR id < $3::bigint) ORDER BY id DESC LIMIT $4::int) c
     JOIN change_set cs ON cs.id = c.change_set_id ${actFrom} ${subjectFrom} ORDER BY c.id DESC`,
    [actor.schoolId, input.id, input.before ?? null, input.per_page + 1],
  )
  const page = rows.slice(0, input.per_page)
  const raw = page.map(({ row }): Raw => JSON.parse(row))
  const acts = page.map(({ act }): ShownAct => JSON.parse(act))
  const look = await lookUp(db, actor, raw)
  const found = raw.flatMap((row, at) => acts.slice(at, at + 1).map((act) => ({ ...shown(row, look), act })))
  return ok({ rows: found, more: rows.length > input.per_page })
}
