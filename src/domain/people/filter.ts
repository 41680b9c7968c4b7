import type { Values } from '@/infra/values'
import type { Actor } from '../actor'
import { separator } from '../fields/rules'
import { type Field, fieldTypes } from '../fields/schema'
import { can } from '../policy'
import { keptBy } from './grade'
import type { PersonList } from './schema'
import { searchWords } from './search'

const escapeLike = (text: string) => text.replace(/[\\%_]/g, '\\$&')

/**
 * A word is found in the search text by its keys, which the index holds for each school, and then looked at in full. One
 * letter of ASCII is no key: it is looked for by reading the school. Digits are also looked for at the end of a phone number,
 * by whoever may see phone numbers.
 */
function matches(word: string, actor: Actor, values: Values): string {
  const whole = `p.search_text LIKE ${values.add(`%${escapeLike(word)}%`)}`
  if (word.length === 1 && word <= '~') return whole
  const school = values.add(actor.schoolId)
  // The cheap condition comes first: where the planner reads the school instead of the index, keys are made for few.
  const keys = `mingce_search_keys(p.school_id, p.search_text) @> mingce_search_keys(${school}::int, ${values.add(word)})`
  const found = `(${whole} AND ${keys})`
  if (!can(actor, 'pii:read') || !/^\d{4,}$/.test(word)) return found
  const end = values.add(`${[...word].reverse().join('')}%`)
  return `(${found} OR (p.school_id = ${school} AND p.phone <> '' AND p.deleted_at IS NULL AND reverse(p.phone) LIKE ${end} AND ${keptBy(actor)}))`
}

/** Whether `person p` has one of the values of a field; `""` means none. Values but those of several choices are in the index. */
function holds(field: Field, wanted: readonly string[], values: Values): string {
  const held = `coalesce(p.ext ->> '${field.id}', '')`
  if (field.type === fieldTypes.choices)
    return `string_to_array(CASE ${held} WHEN '' THEN ' ' ELSE ${held} END, '${separator}') && ${values.add(wanted.map((each) => each || ' '))}::text[]`
  if (wanted.length === 0 || wanted.includes('')) return `${held} = ANY(${values.add(wanted)}::text[])`
  return `(${wanted.map((each) => `p.ext @> jsonb_build_object('${field.id}', ${values.add(each)}::text)`).join(' OR ')})`
}

/** A number is found in the index of their ends, where it stands reversed. */
function hasPhone(phone: string, values: Values): string {
  const wanted = values.add(phone)
  return phone === ''
    ? `p.phone = ${wanted}`
    : `p.phone = ${wanted} AND p.phone <> '' AND reverse(p.phone) = reverse(${wanted}::text)`
}

/** The condition on `person p` for a list; what it names has been checked. */
export function condition(input: PersonList, actor: Actor, fields: readonly Field[], values: Values): string {
  const school = values.add(actor.schoolId)
  // Said this way the school counts in the order too, see `order`.
  const all = [input.sort.by === 'id' ? `p.school_id = ANY(ARRAY[${school}::int])` : `p.school_id = ${school}`]
  all.push('p.deleted_at IS NULL')
  const [role] = input.roles
  all.push(
    input.roles.length === 1 ? `p.role = ${values.add(role)}` : `p.role = ANY(${values.add(input.roles)}::int[])`,
  )
  if (input.ids) all.push(`p.id = ANY(${values.add(input.ids)}::int[])`)
  if (input.statuses) all.push(`p.status = ANY(${values.add(input.statuses)}::int[])`)
  if (input.graduates_in) all.push(`p.graduates_in = ANY(${values.add(input.graduates_in)}::int[])`)
  if (input.usin !== undefined) all.push(`p.usin = ${values.add(input.usin)}`)
  if (input.outer_id === '') all.push(`coalesce(p.outer_id, '') = ''`)
  else if (input.outer_id !== undefined) all.push(`p.outer_id = ${values.add(input.outer_id)}`)
  if (input.idcard !== undefined) all.push(`p.idcard = ${values.add(input.idcard)} AND ${keptBy(actor)}`)
  if (input.phone !== undefined) all.push(`${hasPhone(input.phone, values)} AND ${keptBy(actor)}`)
  // PostgreSQL takes no offset of sixteen hours or more, which the schema does.
  if (input.updated_since)
    all.push(`p.updated_at >= ${values.add(new Date(input.updated_since).toISOString())}::timestamptz`)
  if (input.student_id !== undefined) {
    all.push(
      `EXISTS (SELECT FROM guardianship g WHERE g.guardian_id = p.id AND g.student_id = ${values.add(input.student_id)})`,
    )
  }
  for (const [name, wanted] of Object.entries(input.values ?? {})) {
    const own = fields.filter((field) => field.name === name)
    if (own.length > 0)
      all.push(`(${own.map((field) => `(p.role = ${field.role} AND ${holds(field, wanted, values)})`).join(' OR ')})`)
  }
  for (const word of input.q ? searchWords(input.q) : []) all.push(matches(word, actor, values))
  return all.join(' AND ')
}

const sortColumns: Record<string, string> = {
  name: 'p.sort_name COLLATE "C"',
  usin: 'p.usin COLLATE "C"',
  graduates_in: 'p.graduates_in',
  status: 'p.status',
  entered_at: 'p.entered_at',
  updated_at: 'p.updated_at',
}

/** What a list is sorted by, as SQL over `person p`: the column and its direction, and with them the whole order. */
export type Order = { key: string; direction: string; whole: string }

const orderBy = (key: string, direction: string): Order => ({ key, direction, whole: `${key} ${direction}, p.id` })
/**
 * By id within the school. By the id alone the planner would now and then walk the primary key, past everybody of the
 * other schools; the school is first in the indexes that may do it.
 */
const orderById = (direction: string): Order => ({
  key: 'p.id',
  direction,
  whole: `p.school_id ${direction}, p.id ${direction}`,
})

/** The order of a list, or undefined when it names neither a column nor a field. Ties are broken by id. */
export function order(sort: PersonList['sort'], fields: readonly Field[]): Order | undefined {
  // Whoever has no value comes last. A name all have, and an index in the other direction has the empty ones first.
  const last = sort.by === 'name' ? '' : ' NULLS LAST'
  const direction = `${sort.desc ? 'DESC' : 'ASC'}${last}`
  const column = Object.hasOwn(sortColumns, sort.by) ? sortColumns[sort.by] : undefined
  if (sort.by === 'id') return orderById(sort.desc ? 'DESC' : 'ASC')
  if (column) return orderBy(column, direction)
  const field = fields.find((each) => each.name === sort.by)
  if (!field) return undefined
  const text = `nullif(p.ext ->> '${field.id}', '')`
  return orderBy(field.type === fieldTypes.number ? `(${text})::numeric` : `${text} COLLATE "C"`, direction)
}
