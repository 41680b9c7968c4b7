import type { Db } from '@/infra/db'
import { Values } from '@/infra/values'
import type { Actor } from '../../actor'
import { forbidden, notFound, ok, type Result } from '../../errors'
import { fieldsOf } from '../../fields/queries'
import type { Field } from '../../fields/schema'
import { can } from '../../policy'
import type { CellChange, PreviewRow, RowKind, Shown, ShownGuardian } from './schema'
import { loadImport } from './scope'

type Json = Record<string, unknown> | null
type FoundGuardian = Omit<ShownGuardian, 'changes'> & { before: Json; after: Json }
type FoundShown = Omit<Shown, 'changes' | 'values' | 'guardians'> & {
  before: Json
  after: Json
  given: Json
  now: Json
  guardians: FoundGuardian[] | null
}
type Found = Omit<PreviewRow, 'changes' | 'guardians' | 'shown'> & {
  before: Json
  after: Json
  guardians: FoundGuardian[] | null
  shown: FoundShown | null
}

const text = (value: unknown): string => (value === null || value === undefined ? '' : String(value))
const inner = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : {}

/** What changes, cell by cell: the keys of a person, and the fields by their names. */
function changesOf(before: Json, after: Json, fields: readonly Field[]): CellChange[] {
  const { ext: extAfter, link, ...built } = after ?? {}
  const { ext: extBefore } = before ?? {}
  const own = Object.entries(built).map(([target, value]) => ({
    target,
    before: text(before?.[target]),
    after: text(value),
  }))
  const names = new Map(fields.map(({ id, name }) => [String(id), name]))
  const values = Object.entries(inner(extAfter)).map(([id, value]) => ({
    target: names.get(id) ?? id,
    before: text(inner(extBefore)[id]),
    after: text(value),
  }))
  const linked = link === undefined ? [] : [{ target: 'student', before: '', after: '' }]
  return [...own, ...values, ...linked]
}

/** What a row said when it was shown, and says now that it was read again: only what differs. */
function valuesOf(given: Json, now: Json, fields: readonly Field[]): CellChange[] {
  if (given === null) return []
  const flat = (values: Json) => {
    const { ext, ...own } = values ?? {}
    return { ...own, ...inner(ext) }
  }
  const [old, next] = [new Map(Object.entries(flat(given))), new Map(Object.entries(flat(now)))]
  const names = new Map(fields.map(({ id, name }) => [String(id), name]))
  return [...new Set([...old.keys(), ...next.keys()])]
    .map((key) => ({ target: names.get(key) ?? key, before: text(old.get(key)), after: text(next.get(key)) }))
    .filter(({ before, after }) => before !== after)
}

const guardiansOf = (found: FoundGuardian[] | null, fields: readonly Field[]): ShownGuardian[] =>
  (found ?? []).map(({ before, after, ...guardian }) => ({ ...guardian, changes: changesOf(before, after, fields) }))

const shownOf = (found: FoundShown | null, fields: readonly Field[]): Shown | null => {
  if (found === null) return null
  const { before, after, given, now, guardians, ...shown } = found
  return {
    ...shown,
    changes: changesOf(before, after, fields),
    values: valuesOf(given, now, fields),
    guardians: guardiansOf(guardians, fields),
  }
}

/** SQL: JSON of a person. */
const who = (id: string) =>
  `(SELECT json_build_object('id', w.id, 'usin', w.usin, 'name', w.name) FROM person w WHERE w.id = ${id})`
const guardian = (tie: string, kind: string, changes: string) =>
  `json_build_object('relation', g.relation, 'name', coalesce(g.name, ''), 'phone', coalesce(g.phone, ''), 'kind', ${kind},
     'person', CASE WHEN ${kind} = 'new' THEN NULL ELSE ${who(tie)} END, ${changes})`

/** SQL: JSON of what the row said when it was shown, where it would be written otherwise now. */
const shown = `(SELECT json_build_object('kind', s.kind, 'now_kind', s.now_kind, 'person', CASE WHEN s.kind <> 'new' THEN ${who('s.person_id')} END,
    'student', ${who('s.student_id')}, 'before', s.before, 'after', s.after, 'given', s.given, 'now', CASE WHEN s.given IS NOT NULL THEN to_jsonb(r)
      - ARRAY['import_id', 'line', 'cells', 'key', 'issues', 'missing', 'sort_name', 'search_name'] END,
    'guardians', (SELECT json_agg(${guardian("(t ->> 'guardian_id')::int", "t ->> 'kind'", "'before', t -> 'before', 'after', t -> 'after'")} ORDER BY g.relation)
      FROM jsonb_array_elements(s.ties) t JOIN import_guardian g ON g.import_id = s.import_id AND g.line = s.line AND g.relation = (t ->> 'relation')::int))
  FROM import_shown s WHERE s.import_id = v.import_id AND s.line = v.line)`

export type RowsInput = {
  id: number
  kinds?: RowKind[] | undefined
  /** Only rows that would be written otherwise than they were shown. */
  moved?: boolean | undefined
  q?: string | undefined
  page: number
  per_page: number
}

/** The rows of an import with what each would do, or did, by line. `q` is looked for in every cell. */
export async function listImportRows(
  db: Db,
  actor: Actor,
  input: RowsInput,
): Promise<Result<{ rows: PreviewRow[]; total: number }>> {
  if (!can(actor, 'people:import')) return forbidden
  const stored = await loadImport(db, actor.schoolId, input.id)
  if (!stored) return notFound
  const values = new Values()
  const all = [`v.import_id = ${values.add(input.id)}::int`]
  if (input.kinds) all.push(`v.kind = ANY(${values.add(input.kinds)}::text[])`)
  if (input.q)
    all.push(`array_to_string(r.cells, E'\\n') ILIKE ${values.add(`%${input.q.replace(/[\\%_]/g, '\\$&')}%`)}`)
  if (input.moved) all.push('EXISTS (SELECT FROM import_shown s WHERE s.import_id = v.import_id AND s.line = v.line)')
  const from = `import_verdict v JOIN import_row r ON r.import_id = v.import_id AND r.line = v.line WHERE ${all.join(' AND ')}`
  const [count] = await db.sql<{ total: number }>(`SELECT count(*)::int AS total FROM ${from}`, values.list)
  const rows = await db.sql<{ one: Found }>(
    `SELECT json_build_object('line', r.line, 'kind', v.kind, 'cells', to_json(r.cells), 'person_id', v.person_id, 'before', v.before, 'after', v.after,
       'fixed', coalesce((SELECT json_agg(k::int ORDER BY k::int) FROM jsonb_object_keys(f.cells) k), '[]'), 'wanted', coalesce(f.is_wanted, false),
       'issues', coalesce(r.issues, '[]') || coalesce(v.issues, '[]')
         || coalesce((SELECT jsonb_agg(i) FROM import_tie t, jsonb_array_elements(t.issues) i WHERE t.import_id = r.import_id AND t.line = r.line), '[]'),
       'guardians', (SELECT json_agg(${guardian('t.guardian_id', 't.kind', "'before', t.before, 'after', t.after")} ORDER BY g.relation)
         FROM import_guardian g JOIN import_tie t USING (import_id, line, relation) WHERE g.import_id = r.import_id AND g.line = r.line),
       'person', CASE WHEN v.kind <> 'new' THEN ${who('v.person_id')} END, 'student', ${who('v.student_id')}, 'shown', ${shown},
       'like', CASE WHEN l.id IS NOT NULL THEN json_build_object('person_id', l.id, 'usin', l.usin, 'name', l.name)
         WHEN v.like_line IS NOT NULL THEN json_build_object('line', v.like_line) END) AS one
     FROM (SELECT v.*, r.cells, r.issues AS row_issues FROM ${from} ORDER BY v.line LIMIT ${values.add(input.per_page)} OFFSET ${values.add((input.page - 1) * input.per_page)}) v
     JOIN import_row r ON r.import_id = v.import_id AND r.line = v.line
     LEFT JOIN import_fix f ON f.import_id = v.import_id AND f.line = v.line LEFT JOIN person l ON l.id = v.like_id ORDER BY v.line`,
    values.list,
  )
  const { fields } = await fieldsOf(db, actor)
  return ok({
    rows: rows.map(({ one: { before, after, ...row } }) => ({
      ...row,
      guardians: guardiansOf(row.guardians, fields),
      changes: changesOf(before, after, fields),
      shown: shownOf(row.shown, fields),
    })),
    total: count?.total ?? 0,
  })
}
