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
 * A word is found in the search text by its two-letter parts, which the index holds for each school, and then looked at
 * in full; a word of one letter is looked for by reading the school. Digits are also looked for at the end of a phone
 * number, by whoever may see phone numbers.
 */
function matches(word: string, actor: Actor, values: Values): string {
  const whole = `p.search_text LIKE ${values.add(`%${escapeLike(word)}%`)}`
  if (word.length < 2) return whole
  const school = values.add(actor.schoolId)
  // The cheap condition comes first: where the planner reads the school instead of the index, pairs are made for few.
  const pairs = `mingce_bigrams(p.school_id, p.search_text) @> mingce_bigrams(${school}::int, ${values.add(word)})`
  const found = `(${whole} AND ${pairs})`
  if (!can(actor, 'pii:read') || !/^\d{4,}$/.test(word)) return found
  const end = values.add(`${[...word].reverse().join('')}%`)
  return `(${found} OR (p.school_id = ${school} AND p.phone <> '' AND p.deleted_at IS NULL AND reverse(p.phone) LIKE ${end} AND ${keptBy(actor)}))`
}

function holds(field: Field, wanted: readonly string[], values: Values): string {
  const held = `coalesce(p.ext ->> '${field.id}', '')`
  if (field.type !== fieldTypes.choices) return `${held} = ANY(${values.add(wanted)}::text[])`
  return `string_to_array(CASE ${held} WHEN '' THEN ' ' ELSE ${held} END, '${separator}') && ${values.add(wanted.map((each) => each || ' '))}::text[]`
}

/** The condition on `person p` for a list; what it names has been checked. */
export function condition(input: PersonList, actor: Actor, fields: readonly Field[], values: Values): string {
  const all = [`p.school_id = ${values.add(actor.schoolId)}`, 'p.deleted_at IS NULL']
  const [role] = input.roles
  all.push(
    input.roles.length === 1 ? `p.role = ${values.add(role)}` : `p.role = ANY(${values.add(input.roles)}::int[])`,
  )
  if (input.ids) all.push(`p.id = ANY(${values.add(input.ids)}::int[])`)
  if (input.statuses) all.push(`p.status = ANY(${values.add(input.statuses)}::int[])`)
  if (input.graduates_in) all.push(`p.graduates_in = ANY(${values.add(input.graduates_in)}::int[])`)
  if (input.usin !== undefined) all.push(`p.usin = ${values.add(input.usin)}`)
  if (input.outer_id !== undefined) all.push(`coalesce(p.outer_id, '') = ${values.add(input.outer_id)}`)
  if (input.idcard !== undefined) all.push(`p.idcard = ${values.add(input.idcard)} AND ${keptBy(actor)}`)
  if (input.phone !== undefined) all.push(`p.phone = ${values.add(input.phone)} AND ${keptBy(actor)}`)
  if (input.updated_since) all.push(`p.updated_at >= ${values.add(input.updated_since)}::timestamptz`)
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
  id: 'p.id',
  name: 'p.sort_name COLLATE "C"',
  usin: 'p.usin COLLATE "C"',
  graduates_in: 'p.graduates_in',
  status: 'p.status',
  entered_at: 'p.entered_at',
  updated_at: 'p.updated_at',
}

/** The order of a list, or undefined when it names neither a column nor a field. Ties are broken by id. */
export function order(sort: PersonList['sort'], fields: readonly Field[]): string | undefined {
  const direction = sort.desc ? 'DESC NULLS LAST' : 'ASC NULLS LAST'
  const column = Object.hasOwn(sortColumns, sort.by) ? sortColumns[sort.by] : undefined
  if (column === 'p.id') return `p.id ${sort.desc ? 'DESC' : 'ASC'}`
  if (column) return `${column} ${direction}, p.id`
  const field = fields.find((each) => each.name === sort.by)
  if (!field) return undefined
  const text = `nullif(p.ext ->> '${field.id}', '')`
  return `${field.type === fieldTypes.number ? `(${text})::numeric` : `${text} COLLATE "C"`} ${direction}, p.id`
}
