import type { Field } from '../../fields/schema'
import { isMaskedKey, isMaskOfSql, type MaskedKey } from '../../people/mask-rules'
import type { PersonRole } from '../../people/schema'
import type { ImportSettings } from './schema'
import { guardianTarget } from './targets'

/** What the statements about one import are made from. Names are ours or a field's integer id; values stay parameters. */
export type Scope = {
  importId: number
  schoolId: number
  role: PersonRole
  settings: ImportSettings
  targets: readonly (string | null)[]
  fields: readonly Field[]
  /** The state of the school's fields that the rows were checked by. */
  fieldsVersion: number
}

/** A value of a person: `now` as it is, `next` as the row would have it; SQL over `person p` and `import_row r`. */
export type Cell = { key: string; target: string; now: string; next: string; type: 'text' | 'smallint' | 'date' }

const types = { graduates_in: 'smallint', duration: 'smallint', status: 'smallint', entered_at: 'date' } as const
const typeOf = (name: string): Cell['type'] => Object.entries(types).find(([key]) => key === name)?.[1] ?? 'text'

const builtIns = [
  ...['usin', 'name', 'gender', 'avatar_url', 'email', 'phone'],
  ...['graduates_in', 'outer_id', 'duration', 'entered_at', 'idcard', 'status'],
]
/** What an empty cell clears to nothing at all. */
const nullable = ['outer_id', 'duration', 'entered_at']

/** The position of a target among the columns, or null where it comes from elsewhere. */
export const positionOf = ({ targets }: Scope, target: string): number | null => {
  const at = targets.indexOf(target)
  return at < 0 ? null : at
}

export const isMapped = (scope: Scope, target: string): boolean => scope.targets.includes(target)

/** SQL for a number that a row leaves as it is where it is empty or masked. */
export const nextNumber = (now: string, next: string): string =>
  `CASE WHEN ${next} LIKE '%*%' THEN ${now} ELSE coalesce(${next}, ${now}) END`

/**
 * SQL for whether a row has a masked number that does not stand for the number of the person `there`. A row that the mode
 * passes over is not looked at.
 */
export const isStrangeMask = (scope: Scope, key: MaskedKey, row: string, there: string): string => {
  const looked =
    scope.settings.mode === 'update' ? 'p.id IS NOT NULL AND' : scope.settings.mode === 'add' ? 'p.id IS NULL AND' : ''
  return `(${looked} ${row}.${key} LIKE '%*%' AND (${there}.id IS NULL OR NOT ${isMaskOfSql(key, `${row}.${key}`, `${there}.${key}`)}))`
}

/** The built-in columns that the file has. */
export function builtInCells(scope: Scope): Cell[] {
  const { key, empty, mode } = scope.settings
  const cells = builtIns
    .filter((name) => isMapped(scope, name))
    .map((name): Cell => {
      const clears = empty === 'clear' && nullable.includes(name) && name !== key
      const kept = isMaskedKey(name) ? nextNumber(`p.${name}`, `r.${name}`) : `coalesce(r.${name}, p.${name})`
      const next = clears ? `r.${name}` : kept
      return { key: name, target: name, now: `p.${name}`, next, type: typeOf(name) }
    })
  // Who is in the file of a full sync is there, whatever an earlier one thought.
  if (mode === 'sync' && !isMapped(scope, 'status')) {
    const next = 'CASE WHEN p.status = 2 THEN 1::smallint ELSE p.status END'
    cells.push({ key: 'status', target: 'status', now: 'p.status', next, type: 'smallint' })
  }
  return cells
}

/** The fields of the role that the file has. */
export const mappedFields = (scope: Scope): Field[] =>
  scope.fields.filter((field) => field.role === scope.role && isMapped(scope, field.name))

export const fieldCells = (scope: Scope): Cell[] =>
  mappedFields(scope).map(({ id, name }) => ({
    key: String(id),
    target: name,
    now: `coalesce(p.ext ->> '${id}', '')`,
    next: `coalesce(r.ext ->> '${id}', p.ext ->> '${id}', '')`,
    type: 'text',
  }))

/** Whether the file has guardians beside its students. */
export const hasGuardians = ({ role, targets }: Scope): boolean =>
  role === 1 && targets.some((target) => target !== null && guardianTarget(target) !== undefined)

/** JSON of an issue that a statement finds; `value` and `more` are SQL. */
export const issueSql = (scope: Scope, target: string, reason: string, value: string, more = ''): string =>
  `jsonb_build_object('column', ${positionOf(scope, target) ?? 'NULL::int'}, 'target', '${target}', 'reason', '${reason}', 'value', left(${value}, 100)${more})`

/** The person whom a row is about: joins that give `p`, and `i.n`, how many there are of the key. */
export function personJoin(scope: Scope, school: string): string {
  const { key } = scope.settings
  if (key !== 'idcard') {
    return `LEFT JOIN person p ON p.school_id = ${school}::int AND p.${key} = r.key AND p.deleted_at IS NULL`
  }
  return `LEFT JOIN (SELECT upper(idcard) AS k, min(id) AS id, count(*)::int AS n FROM person
      WHERE school_id = ${school}::int AND role = ${scope.role} AND deleted_at IS NULL AND idcard <> '' GROUP BY 1) i ON i.k = r.key
    LEFT JOIN person p ON p.id = i.id`
}
