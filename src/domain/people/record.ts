import type { Field } from '../fields/schema'
import { type MaskedKey, maskNumberSql } from './mask-rules'
import { personRoles } from './schema'

/**
 * `nested` keeps extension values under `values`, for the pages; `flat` puts them beside the built-in keys, as the REST
 * contract has them. Either way the row leaves PostgreSQL as JSON text, and a large list is never parsed on the way out.
 */
export type Shape = 'nested' | 'flat'

const stamp = (column: string) => `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`

/** A number of `person p`, masked where `pii`, SQL for whether the caller may see it, does not hold. */
export function shownNumber(key: MaskedKey, pii: string): string {
  if (pii === 'true') return `p.${key}`
  const hidden = maskNumberSql(key, `p.${key}`)
  return pii === 'false' ? hidden : `CASE WHEN ${pii} THEN p.${key} ELSE ${hidden} END`
}

/** The first link of a guardian to a student who is still there. */
const firstLink = (column: string) =>
  `(SELECT g.${column} FROM guardianship g JOIN person s ON s.id = g.student_id AND s.deleted_at IS NULL
    WHERE g.guardian_id = p.id ORDER BY g.position, g.student_id LIMIT 1)`

const literal = (text: string) => `'${text.replaceAll("'", "''")}'`

/** JSON of the values of one role's fields; the names are checked by `isReserved` and the pattern of a name. */
function valuesJson(fields: readonly Field[], role: number): string | undefined {
  const own = fields.filter((field) => field.role === role)
  if (own.length === 0) return undefined
  const names = own.map((field) => literal(field.name)).join(', ')
  const values = own.map((field) => `coalesce(p.ext ->> '${field.id}', '')`).join(', ')
  return `json_object(ARRAY[${names}], ARRAY[${values}])::text`
}

/**
 * SQL text of one row of `person p` as JSON text in the shape of `Person`. Guardian links are looked up only where
 * guardians can be among the rows.
 */
export function recordSql(options: {
  fields: readonly Field[]
  shape: Shape
  /** SQL for whether the caller may see the row's personal numbers. */
  pii: string
  guardians: boolean
}): string {
  const { fields, shape, pii } = options
  const isGuardian = `p.role = ${personRoles.guardian}`
  const base = `row_to_json((SELECT r FROM (SELECT p.id, p.usin, p.name, p.gender, p.avatar_url, p.role, p.email,
    ${shownNumber('phone', pii)} AS phone, p.graduates_in, coalesce(p.outer_id, '') AS outer_id, p.duration,
    coalesce(to_char(p.entered_at, 'YYYY-MM-DD'), '') AS entered_at,
    ${shownNumber('idcard', pii)} AS idcard, p.status,
    ${options.guardians ? `CASE WHEN ${isGuardian} THEN ${firstLink('student_id')} END` : 'NULL::int'} AS student_id,
    ${options.guardians ? `CASE WHEN ${isGuardian} THEN coalesce(${firstLink('relation')}, 0) END` : 'NULL::int'} AS guardian_role,
    ${stamp('p.created_at')} AS created_at, ${stamp('p.updated_at')} AS updated_at) r))::text`
  const branches = [personRoles.student, personRoles.teacher].flatMap((role) => {
    const json = valuesJson(fields, role)
    return json ? [`WHEN ${role} THEN ${json}`] : []
  })
  const values = branches.length > 0 ? `CASE p.role ${branches.join(' ')} ELSE '{}' END` : `'{}'`
  if (shape === 'nested') return `left(${base}, -1) || ',"values":' || ${values} || '}'`
  if (branches.length === 0) return base
  return `(SELECT CASE WHEN v = '{}' THEN b ELSE left(b, -1) || ',' || substr(v, 2) END FROM (SELECT ${base} AS b, ${values} AS v) parts)`
}
