import type { Sql } from '@/infra/db'
import { Values } from '@/infra/values'
import { maskedKeys } from '../../people/mask-rules'
import { adminsState, refuseLastAdmins } from './last-admin'
import {
  builtInCells,
  type Cell,
  fieldCells,
  hasGuardians,
  isMapped,
  isStrangeMask,
  issueSql,
  mappedFields,
  personJoin,
  type Scope,
} from './plan'
import { resolveGuardians } from './resolve-guardians'

type Part = { joins: string[]; issues: string[] }

/** JSON of those values that change, before and after, under SQL names `before` and `after`. */
function diff(cells: readonly Cell[]): string {
  const rows = cells.map(({ key, now, next }) => `('${key}', to_jsonb(${now}), to_jsonb(${next}))`)
  return `SELECT jsonb_object_agg(k, o) AS before, jsonb_object_agg(k, n) AS after
    FROM (VALUES ${rows.join(', ')}) AS c(k, o, n) WHERE o IS DISTINCT FROM n`
}

/** A number other than the key that somebody else holds, or another row of the file has. */
function claims(scope: Scope, own: string, school: string): Part {
  const part: Part = { joins: [], issues: [] }
  const among = (alias: string, value: string) =>
    part.joins.push(`LEFT JOIN (SELECT ${value} AS v, min(r.line) AS line FROM import_row r WHERE r.import_id = ${own}::int AND ${value} <> ''
      GROUP BY 1 HAVING count(*) > 1) ${alias} ON ${alias}.v = ${value} AND ${alias}.line < r.line`)
  const say = (alias: string, held: string, target: string, value: string) =>
    part.issues.push(
      `CASE WHEN ${held} THEN ${issueSql(scope, target, 'taken', value)} WHEN ${alias}.line IS NOT NULL THEN ${issueSql(scope, target, 'twice', value, `, 'line', ${alias}.line`)} END`,
    )
  for (const name of ['usin', 'outer_id'].filter((each) => each !== scope.settings.key && isMapped(scope, each))) {
    const value = `r.${name}`
    part.joins.push(`LEFT JOIN person h_${name} ON h_${name}.school_id = ${school}::int AND h_${name}.${name} = ${value}
      AND h_${name}.deleted_at IS NULL AND h_${name}.id IS DISTINCT FROM p.id`)
    among(`t_${name}`, value)
    say(`t_${name}`, `h_${name}.id IS NOT NULL`, name, value)
  }
  for (const { id, name } of mappedFields(scope).filter((field) => field.unique)) {
    const value = `(r.ext ->> '${id}')`
    part.joins.push(
      `LEFT JOIN unique_value h_${id} ON h_${id}.field_id = ${id} AND h_${id}.value = nullif(${value}, '') AND h_${id}.person_id IS DISTINCT FROM p.id`,
    )
    among(`t_${id}`, value)
    say(`t_${id}`, `h_${id}.person_id IS NOT NULL`, name, value)
  }
  return part
}

/** Somebody of the school, or of an earlier row, who is likely the same: by name and phone, or by identity number. */
function likes(scope: Scope, own: string, school: string, role: string): { joins: string[]; id: string; line: string } {
  const joins: string[] = []
  const ids: string[] = []
  const lines: string[] = []
  const by = (alias: string, of: (table: string) => string[], there: string) => {
    const keys = (table: string) =>
      of(table)
        .map((value, at) => `${value} AS k${at}`)
        .join(', ')
    const same = (other: string) =>
      of('r')
        .map((value, at) => `${other}.k${at} = ${value}`)
        .join(' AND ')
    joins.push(`LEFT JOIN (SELECT ${keys('o')}, min(o.id) AS id FROM person o WHERE o.school_id = ${school}::int AND o.role = ${role}::int
        AND o.deleted_at IS NULL AND o.${there} <> '' GROUP BY ${of('o').map((_, at) => at + 1)}) ${alias} ON p.id IS NULL AND ${same(alias)}
      LEFT JOIN (SELECT ${keys('o')}, min(o.line) AS line FROM import_row o WHERE o.import_id = ${own}::int AND o.${there} <> ''
        GROUP BY ${of('o').map((_, at) => at + 1)} HAVING count(*) > 1) ${alias}_f ON p.id IS NULL AND ${same(`${alias}_f`)} AND ${alias}_f.line < r.line`)
    ids.push(`${alias}.id`)
    lines.push(`${alias}_f.line`)
  }
  if (isMapped(scope, 'name') && isMapped(scope, 'phone')) by('lp', (o) => [`${o}.name`, `${o}.phone`], 'phone')
  if (isMapped(scope, 'idcard') && scope.settings.key !== 'idcard') by('li', (o) => [`upper(${o}.idcard)`], 'idcard')
  const first = (list: string[]) => (list.length > 0 ? `coalesce(${list.join(', ')})` : 'NULL::int')
  return { joins, id: first(ids), line: first(lines) }
}

/** Of guardians with a student's number: the student, and the link there is or is to be. */
const guardianLink = (
  school: string,
) => `LEFT JOIN person s ON s.school_id = ${school}::int AND s.usin = r.student AND s.role = 1 AND s.deleted_at IS NULL
  LEFT JOIN LATERAL (SELECT g.student_id FROM guardianship g JOIN person o ON o.id = g.student_id AND o.deleted_at IS NULL
    WHERE g.guardian_id = p.id AND r.student IS NULL AND r.relation IS NOT NULL ORDER BY g.position, g.student_id LIMIT 1) f ON true
  LEFT JOIN LATERAL (SELECT coalesce(s.id, f.student_id) AS student_id) st ON true
  LEFT JOIN guardianship gl ON gl.guardian_id = p.id AND gl.student_id = st.student_id
  LEFT JOIN LATERAL (SELECT jsonb_build_object('link', CASE WHEN gl.guardian_id IS NOT NULL THEN
        jsonb_build_object('student_id', gl.student_id, 'relation', gl.relation, 'position', gl.position) END) AS before,
      jsonb_build_object('link', jsonb_build_object('student_id', st.student_id, 'relation', coalesce(r.relation, gl.relation, 0),
        'position', coalesce(gl.position, (SELECT max(position) + 1 FROM guardianship WHERE guardian_id = p.id), 0))) AS after
    WHERE st.student_id IS NOT NULL AND (gl.guardian_id IS NULL OR gl.relation <> coalesce(r.relation, gl.relation))) l ON true`

/**
 * SQL for the state of a school's people: each change adds one to a version, and whoever comes has the highest id. Who
 * administers the school stands beside it.
 */
export const peopleState = (school: string) =>
  `(SELECT concat_ws('/', count(*), sum(version), max(id), ${adminsState(school)}) FROM person WHERE school_id = ${school})`

/** Whether all rows were judged by people as they are now, so that judging them again would say the same. */
export async function isResolved(sql: Sql, { importId, schoolId }: Scope): Promise<boolean> {
  const [row] = await sql<{ same: boolean }>(
    `SELECT coalesce(seen = ${peopleState('$2')}, false) AS same FROM import WHERE id = $1`,
    [importId, schoolId],
  )
  return row?.same ?? false
}

/**
 * Says of every row of an import what it would do, by the people there are at this moment: one statement over all rows.
 * Of all rows, or of those lines alone; what it finds replaces what was found before.
 */
export async function resolve(sql: Sql, scope: Scope, lines: readonly number[] | null = null): Promise<void> {
  const stale = 'DELETE FROM import_verdict WHERE import_id = $1 AND ($2::int[] IS NULL OR line = ANY($2::int[]))'
  // Before anything is looked at: what changes meanwhile is then seen to have changed. Of some lines alone says little of all.
  await sql(`UPDATE import SET seen = CASE WHEN $3 THEN ${peopleState('$2')} END, judged = judged + 1 WHERE id = $1`, [
    ...[scope.importId, scope.schoolId, lines === null],
  ])
  await sql(stale, [scope.importId, lines])
  await resolveGuardians(sql, scope, lines)
  const { mode, key, duplicates } = scope.settings
  const values = new Values()
  const [own, school, role] = [values.add(scope.importId), values.add(scope.schoolId), values.add(scope.role)]
  const claimed = claims(scope, own, school)
  const like = likes(scope, own, school, role)
  const linked = scope.role === 8 && (isMapped(scope, 'student') || isMapped(scope, 'guardian_role'))
  const tied = hasGuardians(scope)
  const [built, ext] = [builtInCells(scope), fieldCells(scope)]
  const issues = [
    `CASE WHEN t.line IS NOT NULL THEN ${issueSql(scope, key, 'twice', 'r.key', ", 'line', t.line")} END`,
    `CASE WHEN p.role <> ${role}::int THEN ${issueSql(scope, key, 'taken', 'r.key')} END`,
    ...(key === 'idcard'
      ? [`CASE WHEN i.n > 1 THEN ${issueSql(scope, key, 'ambiguous', 'r.key', ", 'count', i.n")} END`]
      : []),
    ...(linked
      ? [
          `CASE WHEN r.student IS NOT NULL AND s.id IS NULL THEN ${issueSql(scope, 'student', 'absent', 'r.student')} END`,
        ]
      : []),
    ...maskedKeys
      .filter((each) => isMapped(scope, each))
      .map(
        (each) =>
          `CASE WHEN ${isStrangeMask(scope, each, 'r', 'p')} THEN ${issueSql(scope, each, 'masked', `r.${each}`)} END`,
      ),
    ...claimed.issues,
  ]
  const joins = [
    `LEFT JOIN import_fix w ON w.import_id = r.import_id AND w.line = r.line`,
    `LEFT JOIN (SELECT key, min(line) AS line FROM import_row WHERE import_id = ${own}::int AND key IS NOT NULL GROUP BY 1 HAVING count(*) > 1) t
      ON t.key = r.key AND t.line < r.line`,
    personJoin(scope, school),
    ...claimed.joins,
    ...like.joins,
    ...(linked ? [guardianLink(school)] : []),
    ...(tied
      ? [
          `LEFT JOIN (SELECT line, bool_or(kind IN ('new', 'changed')) AS changes, bool_or(kind = 'wrong') AS wrong FROM import_tie
            WHERE import_id = ${own}::int GROUP BY 1) tie ON tie.line = r.line`,
        ]
      : []),
  ]
  const changes = (cells: readonly Cell[], alias: string) =>
    cells.length === 0
      ? `CROSS JOIN (SELECT NULL::jsonb AS before, NULL::jsonb AS after) ${alias}`
      : `LEFT JOIN LATERAL (${diff(cells)}) ${alias} ON p.id IS NOT NULL`
  const both = (side: 'before' | 'after') =>
    `nullif(coalesce(b.${side}, '{}') || CASE WHEN e.${side} IS NULL THEN '{}' ELSE jsonb_build_object('ext', e.${side}) END${linked ? ` || coalesce(l.${side}, '{}')` : ''}, '{}')`
  const wrong = [`r.issues IS NOT NULL`, 'cardinality(x.found) > 0', ...(tied ? ['coalesce(tie.wrong, false)'] : [])]
  const moved = [`x.after IS NOT NULL`, ...(tied ? ['coalesce(tie.changes, false)'] : [])]
  const isLike =
    duplicates === 'hold'
      ? `(x.like_id IS NOT NULL OR x.like_line IS NOT NULL) AND NOT coalesce(w.is_wanted, false)`
      : 'false'
  const kind = `CASE WHEN ${wrong.join(' OR ')} THEN 'wrong'
    WHEN p.id IS NULL THEN ${mode === 'update' ? `'passed'` : `CASE WHEN r.missing IS NOT NULL THEN 'wrong' WHEN ${isLike} THEN 'duplicate' ELSE 'new' END`}
    ${mode === 'add' ? `ELSE 'passed'` : `WHEN ${moved.join(' OR ')} THEN 'changed' ELSE 'unchanged'`} END`
  await sql(
    `INSERT INTO import_verdict (import_id, line, kind, person_id, version, student_id, like_id, like_line, before, after, issues)
     SELECT ${own}::int, r.line, ${kind}, p.id, p.version, ${linked ? 'st.student_id' : 'NULL::int'}, x.like_id, x.like_line,
       CASE WHEN p.id IS NOT NULL THEN x.before END, CASE WHEN p.id IS NOT NULL THEN x.after END,
       nullif(to_jsonb(x.found) || CASE WHEN p.id IS NULL ${mode === 'update' ? 'AND false' : ''} THEN coalesce(r.missing, '[]') ELSE '[]' END, '[]')
     FROM import_row r ${joins.join('\n')}
     ${changes(built, 'b')} ${changes(ext, 'e')}
     CROSS JOIN LATERAL (SELECT array_remove(ARRAY[${issues.join(', ')}]::jsonb[], NULL) AS found, ${like.id} AS like_id, ${like.line} AS like_line,
       ${both('before')} AS before, ${both('after')} AS after) x
     WHERE r.import_id = ${own}::int ${lines ? `AND r.line = ANY(${values.add(lines)}::int[])` : ''}`,
    values.list,
  )
  await refuseLastAdmins(sql, scope)
}
