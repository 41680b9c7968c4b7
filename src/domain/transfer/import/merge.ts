import type { Sql } from '@/infra/db'
import { missingPeople, shownMissing } from './archive'
import { mergeGuardians } from './merge-guardians'
import { Moved } from './moved'
import { builtInCells, hasGuardians, mappedFields, type Scope } from './plan'

/** Said between the steps, with how many rows are written; throws where the work is to end. */
export type Step = (done: number, total: number) => void

/** Rows a statement: small enough that progress shows and a wish to cancel is soon heard. */
const slice = 5_000

const normal = (column: string) => `lower(normalize(${column}, NFKC))`

/** The rows of a kind in slices, by line. */
async function* slices(
  sql: Sql,
  importId: number,
  kind: string,
): AsyncGenerator<[from: number, to: number, count: number]> {
  const rows = await sql<{ from: number; to: number; count: number }>(
    `SELECT min(line)::int AS from, max(line)::int AS to, count(*)::int AS count FROM
       (SELECT line, (row_number() OVER (ORDER BY line) - 1) / ${slice} AS part FROM import_verdict WHERE import_id = $1 AND kind = $2) x GROUP BY part ORDER BY part`,
    [importId, kind],
  )
  for (const { from, to, count } of rows) yield [from, to, count]
}

/** What somebody new is given, by column: SQL over `import_row r`. */
const newColumns: Record<string, string> = {
  ...{ usin: 'r.usin', name: 'r.name', gender: `coalesce(r.gender, 'u')`, avatar_url: `coalesce(r.avatar_url, '')` },
  ...{ email: `coalesce(r.email, '')`, phone: `coalesce(r.phone, '')`, graduates_in: 'r.graduates_in' },
  ...{ outer_id: 'r.outer_id', duration: 'r.duration', entered_at: 'r.entered_at', idcard: `coalesce(r.idcard, '')` },
  ...{ status: 'coalesce(r.status, 1)', ext: 'r.ext', sort_name: 'r.sort_name' },
  search_text: `r.search_name || ' ' || ${normal('r.usin')}`,
}
const shown = [
  'usin',
  'name',
  'gender',
  'avatar_url',
  'email',
  'phone',
  'graduates_in',
  'outer_id',
  'duration',
  'entered_at',
  'idcard',
  'status',
]

/** Inserts those who are new, with their history, values and links. */
async function insertNew(sql: Sql, scope: Scope, set: string, step: (count: number) => void): Promise<void> {
  const own = [scope.importId, scope.schoolId, scope.role]
  const rows = `import_verdict v JOIN import_row r ON r.import_id = v.import_id AND r.line = v.line
    WHERE v.import_id = $1 AND v.kind = 'new' AND v.line BETWEEN $4 AND $5`
  await sql(
    `UPDATE import_verdict SET person_id = nextval(pg_get_serial_sequence('person', 'id')) WHERE import_id = $1 AND kind = 'new'`,
    [scope.importId],
  )
  const columns = Object.keys(newColumns).join(', ')
  const after = `jsonb_strip_nulls(jsonb_build_object('role', $3::int, ${shown.map((name) => `'${name}', r.${name}`).join(', ')}))
    || jsonb_build_object('ext', r.ext) || CASE WHEN v.student_id IS NULL THEN '{}' ELSE jsonb_build_object('link', ${newLink}) END`
  for await (const [from, to, count] of slices(sql, scope.importId, 'new')) {
    await sql(
      `INSERT INTO person (id, school_id, role, ${columns}) SELECT v.person_id, $2::int, $3::int, ${Object.values(newColumns).join(', ')} FROM ${rows} ORDER BY v.line`,
      [...own, from, to],
    )
    await sql(
      `INSERT INTO change (change_set_id, school_id, noun, noun_id, action, after) SELECT $6::bigint, $2::int, 'person', v.person_id, 'create', ${after} FROM ${rows} ORDER BY v.line`,
      [...own, from, to, set],
    )
    step(count)
  }
}
const newLink = `jsonb_build_object('student_id', v.student_id, 'relation', coalesce(r.relation, 0), 'position', 0)`

/** Updates those who change, as they were when the rows were looked at; nobody else changed them meanwhile. */
async function updateChanged(sql: Sql, scope: Scope, set: string, step: (count: number) => void): Promise<void> {
  const cells = builtInCells(scope).map(({ key, next }) => `${key} = ${next}`)
  const fields = mappedFields(scope)
  if (fields.length > 0) cells.push('ext = p.ext || r.ext')
  const targets = new Set(scope.targets)
  if (targets.has('name')) cells.push('sort_name = coalesce(r.sort_name, p.sort_name)')
  if (targets.has('name') || targets.has('usin')) {
    const name = `coalesce(r.search_name, left(p.search_text, length(p.search_text) - length(${normal('p.usin')}) - 1))`
    cells.push(`search_text = ${name} || ' ' || ${normal('coalesce(r.usin, p.usin)')}`)
  }
  const changed = `v.import_id = $1 AND v.kind = 'changed' AND v.after IS NOT NULL AND v.line BETWEEN $2 AND $3`
  for await (const [from, to, count] of slices(sql, scope.importId, 'changed')) {
    const own = [scope.importId, from, to]
    const [locked] = await sql<{ same: boolean }>(
      `SELECT count(*) = (SELECT count(*) FROM import_verdict v WHERE ${changed}) AS same FROM (SELECT p.id FROM import_verdict v
         JOIN person p ON p.id = v.person_id AND p.version = v.version AND p.deleted_at IS NULL WHERE ${changed} ORDER BY p.id FOR NO KEY UPDATE OF p) x`,
      own,
    )
    if (!locked?.same) throw new Moved()
    if (cells.length > 0) {
      await sql(
        `UPDATE person p SET ${[...cells, 'version = p.version + 1', 'updated_at = now()'].join(', ')}
         FROM import_verdict v JOIN import_row r ON r.import_id = v.import_id AND r.line = v.line WHERE p.id = v.person_id AND ${changed}`,
        own,
      )
    }
    await sql(
      `INSERT INTO change (change_set_id, school_id, noun, noun_id, action, before, after)
       SELECT $4::bigint, $5::int, 'person', v.person_id, 'update', v.before, v.after FROM import_verdict v WHERE ${changed} ORDER BY v.line`,
      [...own, set, scope.schoolId],
    )
    step(count)
  }
}

/** Values that nobody else may hold, of whoever was written. */
async function holdUnique(sql: Sql, scope: Scope): Promise<void> {
  for (const { id } of mappedFields(scope).filter((field) => field.unique)) {
    const written = `import_verdict v JOIN import_row r ON r.import_id = v.import_id AND r.line = v.line
      WHERE v.import_id = $1 AND v.kind IN ('new', 'changed') AND r.ext ? $3`
    await sql(
      `DELETE FROM unique_value u USING ${written.replace(' WHERE', ' WHERE u.person_id = v.person_id AND u.field_id = $2 AND')} AND u.value <> r.ext ->> $3`,
      [scope.importId, id, String(id)],
    )
    await sql(
      `INSERT INTO unique_value (field_id, person_id, value) SELECT $2::int, v.person_id, r.ext ->> $3 FROM ${written} AND r.ext ->> $3 <> ''
       ON CONFLICT (field_id, person_id) DO NOTHING`,
      [scope.importId, id, String(id)],
    )
  }
}

/** Of guardians with a student's number: the links. */
const link = (sql: Sql, { importId, schoolId }: Scope) =>
  sql(
    `INSERT INTO guardianship (guardian_id, student_id, school_id, relation, position)
     SELECT v.person_id, v.student_id, $2::int, coalesce((v.after -> 'link' ->> 'relation')::int, r.relation, 0), coalesce((v.after -> 'link' ->> 'position')::int, 0)
     FROM import_verdict v JOIN import_row r ON r.import_id = v.import_id AND r.line = v.line
     WHERE v.import_id = $1 AND v.student_id IS NOT NULL AND (v.kind = 'new' OR (v.kind = 'changed' AND v.after ? 'link'))
     ON CONFLICT (guardian_id, student_id) DO UPDATE SET relation = excluded.relation`,
    [importId, schoolId],
  )

async function archive(
  sql: Sql,
  { schoolId, role, importId }: Scope,
  set: string,
  onlyShown: boolean,
): Promise<number> {
  const rows = await sql(
    `WITH old AS (SELECT p.id, p.status ${onlyShown ? shownMissing : missingPeople} ORDER BY p.id FOR NO KEY UPDATE OF p),
       now AS (UPDATE person p SET status = 2, version = p.version + 1, updated_at = now() FROM old WHERE p.id = old.id RETURNING p.id, old.status)
     INSERT INTO change (change_set_id, school_id, noun, noun_id, action, before, after)
     SELECT $4::bigint, $1::int, 'person', id, 'update', jsonb_build_object('status', status), jsonb_build_object('status', 2) FROM now ORDER BY id RETURNING 1 AS one`,
    [schoolId, role, importId, set],
  )
  return rows.length
}

/**
 * As every writer of people, it holds the school's row shared from here to its end, and goes by the definitions of that
 * moment; before, while those who are new are inserted, definitions can still change, and it begins anew.
 */
async function holdFields(sql: Sql, scope: Scope): Promise<void> {
  const [school] = await sql<{ version: number }>(
    'SELECT fields_version AS version FROM school WHERE id = $1 FOR SHARE',
    [scope.schoolId],
  )
  if (school?.version !== scope.fieldsVersion) throw new Moved()
}

/**
 * Writes what the verdicts say into the change set, in the caller's transaction: those who are new first, since nobody can
 * be waiting for them; locks on those who are there come last.
 * @throws Moved when somebody changed one of them since
 */
export async function merge(
  sql: Sql,
  scope: Scope,
  { set, missing, onlyShown, step }: { set: string; missing: number; onlyShown: boolean; step: Step },
): Promise<{ archived: number; guardians: number }> {
  const [row] = await sql<{ total: number }>(
    `SELECT count(*)::int AS total FROM import_verdict WHERE import_id = $1 AND kind IN ('new', 'changed')`,
    [scope.importId],
  )
  let done = 0
  const count = (more: number) => {
    done += more
    step(done, row?.total ?? 0)
  }
  count(0)
  await insertNew(sql, scope, set, count)
  await holdFields(sql, scope)
  await updateChanged(sql, scope, set, count)
  await holdUnique(sql, scope)
  if (scope.role === 8) await link(sql, scope)
  const guardians = hasGuardians(scope) ? await mergeGuardians(sql, scope, set) : 0
  count(0)
  const archived = scope.settings.mode === 'sync' ? await archive(sql, scope, set, onlyShown) : 0
  if (archived !== missing) throw new Moved()
  count(0)
  return { archived, guardians }
}
