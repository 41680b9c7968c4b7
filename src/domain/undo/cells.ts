import { columns } from '../people/write'

/** Whether the record of `undo_person` is put back: SQL over its alias. */
export const goes = (u: string): string =>
  `(${u}.act <> 'none' AND ${u}.block IS NULL AND (${u}.conflict IS NULL OR ${u}.chosen))`

/** One value that the change set touched, as SQL over `undo_person u` and `person p`. */
export type Cell = {
  /** How it is named in `u.todo` and `u.keys`: a column, or `ext.<id of the field>`. */
  key: string
  touched: string
  now: string
  old: string
  left: string
}

type Plain = Exclude<keyof typeof columns, 'role' | 'ext' | 'sort_name' | 'search_text'>
const blanks: Partial<Record<Plain, string>> = {
  usin: `''`,
  name: `''`,
  gender: `'u'`,
  avatar_url: `''`,
  email: `''`,
  phone: `''`,
  idcard: `''`,
  status: `'1'`,
}
const plain: readonly Plain[] = [
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

/** The value of a column in a snapshot; what is not in it was blank. */
function read(snapshot: string, key: Plain): string {
  const text = `nullif(${snapshot} ->> '${key}', '')`
  const blank = blanks[key]
  return `${blank ? `coalesce(${text}, ${blank})` : text}::${columns[key]}`
}

/** The cells of those keys which are columns of a person. */
export const columnCells = (keys: readonly string[]): (Cell & { column: Plain })[] =>
  plain
    .filter((key) => keys.includes(key))
    .map((key) => ({
      column: key,
      key,
      touched: `(u.before ? '${key}' OR u.after ? '${key}')`,
      now: `p.${key}`,
      old: read('u.before', key),
      left: read('u.after', key),
    }))

/** The cells of extension fields, by the fields' ids. */
export const fieldCells = (ids: readonly number[]): Cell[] =>
  ids.map((id) => ({
    key: `ext.${id}`,
    touched: `(u.ext_before ? '${id}' OR u.ext_after ? '${id}')`,
    now: `coalesce(p.ext ->> '${id}', '')`,
    old: `coalesce(u.ext_before ->> '${id}', '')`,
    left: `coalesce(u.ext_after ->> '${id}', '')`,
  }))

/** JSON of those cells of `u.todo`, by key, with the value of `side`. */
export function cellsJson(cells: readonly Cell[], side: 'now' | 'old', withoutPrefix = ''): string {
  if (cells.length === 0) return `'{}'::jsonb`
  const parts = cells.map(
    (cell) =>
      `CASE WHEN '${cell.key}' = ANY(u.todo) THEN jsonb_build_object('${cell.key.slice(withoutPrefix.length)}', ${cell[side]}) ELSE '{}' END`,
  )
  return `(${parts.join(' || ')})`
}
