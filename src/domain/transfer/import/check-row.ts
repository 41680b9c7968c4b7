import type { TableRow } from '@/infra/tables/table'
import type { Field } from '../../fields/schema'
import { isMaskedKey, isMaskedText } from '../../people/mask-rules'
import { lengths, type PersonRole, personRoles } from '../../people/schema'
import { searchText, sortName } from '../../people/search'
import { type CellCheck, cellChecks, fieldCheck, Wrong } from './cells'
import type { ImportSettings, RowIssue } from './schema'
import { guardianTarget } from './targets'

/** The columns of `import_row` that are staged as they come, with their types, after `import_id`. */
export const rowColumns = {
  ...{ line: 'int', cells: 'text[]', key: 'text', usin: 'text', name: 'text', gender: 'text', avatar_url: 'text' },
  ...{ email: 'text', phone: 'text', graduates_in: 'smallint', outer_id: 'text', duration: 'smallint' },
  ...{ entered_at: 'date', idcard: 'text', status: 'smallint', ext: 'jsonb', sort_name: 'text', search_name: 'text' },
  ...{ student: 'text', relation: 'smallint', issues: 'jsonb', missing: 'jsonb' },
} as const
export const guardianColumns = {
  ...{ line: 'int', relation: 'smallint', name: 'text', phone: 'text', idcard: 'text', sort_name: 'text' },
  search_name: 'text',
} as const

export type StagedRow = Partial<Record<Exclude<keyof typeof rowColumns, 'cells'>, string | number | null>> & {
  line: number
  cells: string[]
}
export type StagedGuardian = Partial<Record<keyof typeof guardianColumns, string | number | null>>
export type Staged = { row: StagedRow; guardians: StagedGuardian[] }

export type Plan = {
  role: PersonRole
  settings: ImportSettings
  fields: readonly Field[]
  /** What each column is, by its position. */
  targets: readonly (string | null)[]
}

type Column = {
  at: number
  target: string
  check: CellCheck
  field?: Field
  guardian?: ReturnType<typeof guardianTarget>
}

/** What an empty cell clears to, where the choice is to clear. What is not here stays as it is. */
const cleared: Record<string, string> = { gender: 'u', avatar_url: '', email: '', phone: '', idcard: '' }

const found = new Map<string, { sort_name: string; search_name: string }>()
const mostFound = 20_000

/** What a name is sorted and found by; the same names come again and again. */
function namesOf(name: string): { sort_name: string; search_name: string } {
  const known = found.get(name)
  if (known) return known
  if (found.size >= mostFound) found.clear()
  const made = { sort_name: sortName(name), search_name: searchText({ name, usin: '' }) }
  found.set(name, made)
  return made
}

/**
 * A masked number is staged as it is: only beside the person is it known whether it stands for their number. As the key
 * it finds nobody.
 */
const takesMasks =
  (key: 'idcard' | 'phone', check: CellCheck): CellCheck =>
  (text) =>
    isMaskedText(text) && text.length <= lengths[key] ? text.normalize('NFKC') : check(text)

function columnsOf({ role, fields, targets, settings }: Plan): Column[] {
  const own = new Map(fields.filter((field) => field.role === role).map((field) => [field.name, field]))
  return targets.flatMap((target, at): Column[] => {
    if (target === null) return []
    const field = own.get(target)
    if (field) return [{ at, target, field, check: fieldCheck({ ...field, required: false }) }]
    const guardian = guardianTarget(target)
    const key = guardian ? guardian.detail : target
    const check = cellChecks[key]
    if (!check) return []
    const isNumber = isMaskedKey(key) && target !== settings.key
    return [{ at, target, check: isNumber ? takesMasks(key, check) : check, guardian }]
  })
}

/** The function that checks one row after another by the plan, and answers them as they are staged. */
export function rowChecker(plan: Plan): (row: TableRow) => Staged {
  const { role, settings } = plan
  const columns = columnsOf(plan)
  const at = new Map(columns.map((column) => [column.target, column.at]))
  const required = plan.fields.filter((field) => field.role === role && field.required)
  const clears = settings.empty === 'clear'

  return ({ line, cells, issues: untrusted }) => {
    const row: StagedRow = { line, cells }
    const issues: RowIssue[] = []
    const ext: Record<string, string> = {}
    const beside = new Map<number, StagedGuardian>()
    const wrong = (column: number | null, target: string | null, reason: RowIssue['reason'], more: object = {}) =>
      issues.push({ column, target, reason, ...more })
    for (const issue of untrusted) {
      const target = plan.targets[issue.column] ?? null
      if (target !== null || issue.reason === 'beyond_header')
        wrong(issue.column, target, issue.reason, { value: issue.value.slice(0, 100) })
    }
    for (const { at: column, target, check, field, guardian } of columns) {
      const text = (cells[column] ?? '').trim()
      if (text === '') {
        if (clears) clear(row, ext, field, target, () => wrong(column, target, 'blank'))
        continue
      }
      const value = check(text)
      if (value instanceof Wrong) {
        const limit = value.limit === undefined ? {} : { limit: value.limit }
        wrong(column, target, value.reason, { value: text.slice(0, 100), ...limit })
      } else if (field) ext[field.id] = String(value)
      else if (guardian) {
        const one = beside.get(guardian.relation) ?? { line, relation: guardian.relation }
        one[guardian.detail] = value
        beside.set(guardian.relation, one)
      } else if (target === 'guardian_role') row.relation = value
      else Object.assign(row, { [target]: value })
    }
    if (role === personRoles.guardian && row.usin === undefined && row.student)
      row.usin = `P${row.student}${row.relation ?? 0}`

    const key = row[settings.key]
    if (typeof key === 'string') row.key = settings.key === 'idcard' ? key.toUpperCase() : key
    else if (!issues.some((issue) => issue.target === settings.key))
      wrong(at.get(settings.key) ?? null, settings.key, 'blank')

    const missing: RowIssue[] = []
    const miss = (target: string) => {
      // What is there and wrong is not missing.
      if (issues.some((issue) => issue.target === target)) return
      missing.push({ column: at.get(target) ?? null, target, reason: 'blank' })
    }
    if (row.usin === undefined && settings.key !== 'usin') miss('usin')
    if (row.name === undefined) miss('name')
    if (role === personRoles.student && row.graduates_in === undefined) miss('graduates_in')
    for (const field of required) if (!ext[field.id]) miss(field.name)

    if (typeof row.name === 'string') Object.assign(row, namesOf(row.name))
    row.ext = JSON.stringify(ext)
    if (issues.length > 0) row.issues = JSON.stringify(issues)
    if (missing.length > 0) row.missing = JSON.stringify(missing)
    const guardians = [...beside.values()]
    for (const one of guardians) if (typeof one.name === 'string') Object.assign(one, namesOf(one.name))
    return { row, guardians }
  }
}

/** An empty cell where the choice is to clear: what is optional is cleared, what is required is missed. */
function clear(
  row: StagedRow,
  ext: Record<string, string>,
  field: Field | undefined,
  target: string,
  missed: () => void,
): void {
  if (field?.required || target === 'name' || target === 'graduates_in') missed()
  else if (field) ext[field.id] = ''
  else if (Object.hasOwn(cleared, target)) Object.assign(row, { [target]: cleared[target] })
}
