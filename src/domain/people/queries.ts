import type { Db, RootDb } from '@/infra/db'
import { Values } from '@/infra/values'
import type { Actor } from '../actor'
import { forbidden, type Issue, invalid, notFound, ok, type Result } from '../errors'
import { fieldsOf } from '../fields/queries'
import type { Field } from '../fields/schema'
import { can } from '../policy'
import { knownCount } from './count'
import { condition, order } from './filter'
import { numbersShownTo } from './grade'
import { type Listed, manyRowsSql, type Part, pageSql } from './page'
import { recordSql, type Shape } from './record'
import {
  type Person,
  type PersonList,
  type PersonListInput,
  type PersonRole,
  type PersonStatus,
  personList,
  personRoles,
} from './schema'

/** A page of a list: `json` is the text of an array, `total` counts all that match. */
export type PersonPage = { json: string; total: number }

type Prepared = Listed & {
  input: PersonList
  /** SQL for how many there are, where that is known without looking at them. */
  known: (values: Values) => string | undefined
  values: Values
}

/** What is wrong with what a list asks for: a field that is not there, a number that the caller may not see. */
function checkList(input: PersonList, actor: Actor, fields: readonly Field[]): Issue[] {
  const known = (name: string) => fields.some((field) => field.name === name && input.roles.includes(field.role))
  const issues: Issue[] = Object.keys(input.values ?? {}).flatMap((field) =>
    known(field) ? [] : [{ field, reason: 'unknown_key' }],
  )
  if (!order(input.sort, fields)) issues.push({ field: 'sort', reason: 'invalid', value: input.sort.by })
  if (can(actor, 'pii:read')) return issues
  for (const field of ['idcard', 'phone'] as const)
    if (input[field] !== undefined) issues.push({ field, reason: 'unknown_key' })
  return issues
}

async function prepare(db: Db, actor: Actor, given: PersonListInput, shape: Shape): Promise<Result<Prepared>> {
  if (!can(actor, 'people:read')) return forbidden
  const input = personList.parse(given)
  const { fields } = await fieldsOf(db, actor)
  const issues = checkList(input, actor, fields)
  const sorted = order(input.sort, fields)
  if (issues.length > 0 || !sorted) return invalid(...issues)
  const values = new Values()
  const where = condition(input, actor, fields, values)
  const guardians = input.roles.includes(personRoles.guardian)
  const record = recordSql({ fields, shape, pii: numbersShownTo(actor), guardians })
  return ok({ input, where, known: (into) => knownCount(input, actor, into), order: sorted, record, values })
}

/**
 * One page of people and the exact count of all that match, in one round trip. The same list serves pages and REST.
 * An unknown field, or a filter on numbers the caller may not see, is `invalid` by name.
 */
export async function listPeople(
  db: Db,
  actor: Actor,
  given: PersonListInput,
  shape: Shape,
): Promise<Result<PersonPage>> {
  const prepared = await prepare(db, actor, given, shape)
  if (!prepared.ok) return prepared
  const { input, known, values } = prepared.value
  const sums = known(values)
  // The first page of what is filtered by little is what most callers ask for: its plan is kept, which needs its size said,
  // and so only the usual ones.
  const kept = sums !== undefined && input.page === 1 && usualSizes.includes(input.per_page)
  const part = kept ? { limit: String(input.per_page) } : partOf(input, values)
  const [row] = await db.sql<{ json: string | null; total: number }>(pageSql(prepared.value, part, sums), values.list, {
    kept: kept ? 'read' : undefined,
  })
  if (!row) throw new Error('a list answered no row')
  return ok({ json: row.json ?? '[]', total: row.total })
}

const usualSizes = [20, 50, 100]

const partOf = ({ page, per_page }: PersonList, values: Values): Part => ({
  limit: values.add(per_page),
  offset: page > 1 ? values.add((page - 1) * per_page) : undefined,
})

/** A page too large to hold: its rows as JSON text, in batches. */
export type PersonStream = { batches: AsyncIterable<string[]>; total: number }

const batch = 500

/** The same list, read through a cursor of one snapshot; memory does not grow with the page. */
export async function streamPeople(
  db: RootDb,
  actor: Actor,
  given: PersonListInput,
  shape: Shape,
): Promise<Result<PersonStream>> {
  const prepared = await prepare(db, actor, given, shape)
  if (!prepared.ok) return prepared
  const { input } = prepared.value
  const { total, batches } = await streamRows(db, prepared.value, 'NULL::text', (own) => partOf(input, own))
  return ok({ total, batches: textOf(batches) })
}

/** A person as JSON text of the nested shape, and what was asked for beside. */
export type StreamedRow = { json: string; beside: string | null }

/** All whom a list has, however many, from one snapshot; `beside` is SQL over `person p` of ours that answers text. */
export async function streamEverybody(
  db: RootDb,
  actor: Actor,
  given: Omit<PersonListInput, 'page' | 'per_page'>,
  beside = 'NULL::text',
): Promise<Result<{ batches: AsyncIterable<StreamedRow[]>; total: number }>> {
  const prepared = await prepare(db, actor, given, 'nested')
  return prepared.ok ? ok(await streamRows(db, prepared.value, beside)) : prepared
}

async function streamRows(
  db: RootDb,
  list: Prepared,
  beside: string,
  part?: (values: Values) => Part,
): Promise<{ batches: AsyncIterable<StreamedRow[]>; total: number }> {
  const { where, known, record, values } = list
  const own = new Values()
  const sums = known(own)
  const [count] = await (sums
    ? db.sql<{ total: number }>(`SELECT ${sums} AS total`, own.list)
    : db.sql<{ total: number }>(`SELECT count(*)::int AS total FROM person p WHERE ${where}`, values.list))
  const batches = db.stream<StreamedRow>(
    `SELECT ${record} AS json, ${beside} AS beside FROM ${manyRowsSql(list, part?.(values))}`,
    values.list,
    batch,
  )
  return { total: count?.total ?? 0, batches }
}

async function* textOf(batches: AsyncIterable<{ json: string }[]>): AsyncGenerator<string[]> {
  for await (const rows of batches) yield rows.map((row) => row.json)
}

/** One person of the actor's school as JSON text. */
export async function readPerson(db: Db, actor: Actor, input: { id: number }, shape: Shape): Promise<Result<string>> {
  if (!can(actor, 'people:read')) return forbidden
  const { fields } = await fieldsOf(db, actor)
  return readRecord(db, actor, input.id, fields, shape)
}

/** The same for a caller who has just written the person, by the fields that were written by. */
export async function readRecord(
  db: Db,
  actor: Actor,
  id: number,
  fields: readonly Field[],
  shape: Shape,
): Promise<Result<string>> {
  const record = recordSql({ fields, shape, pii: numbersShownTo(actor), guardians: true })
  const [row] = await db.sql<{ json: string }>(
    `SELECT ${record} AS json FROM person p WHERE p.id = $1 AND p.school_id = $2 AND p.deleted_at IS NULL`,
    [id, actor.schoolId],
    { kept: 'read' },
  )
  return row ? ok(row.json) : notFound
}

/** Whether a person was erased, not only deleted. */
export async function isErased(db: Db, actor: Actor, { id }: { id: number }): Promise<boolean> {
  const there = await db.sql('SELECT 1 AS there FROM person WHERE id = $1 AND school_id = $2', [id, actor.schoolId])
  return there.length === 0
}

/** The JSON text of one or more records of the nested shape, read. */
export const parsePerson = (json: string): Person => JSON.parse(json)
export const parsePeople = (json: string): Person[] => JSON.parse(json)

export type Facets = {
  statuses: { value: PersonStatus; count: number }[]
  cohorts: { value: number | null; count: number }[]
}

/** How many people of a role there are by status and by cohort. */
export async function countPeople(db: Db, actor: Actor, input: { role: PersonRole }): Promise<Result<Facets>> {
  if (!can(actor, 'people:read')) return forbidden
  const rows = await db.sql<{ status: PersonStatus; cohort: number | null; count: number }>(
    `SELECT status, cohort, sum(n)::int AS count FROM person_count
     WHERE school_id = $1 AND role = $2 GROUP BY 1, 2 HAVING sum(n) > 0 ORDER BY 1, 2 DESC NULLS LAST`,
    [actor.schoolId, input.role],
  )
  const sum = <Key extends 'status' | 'cohort'>(key: Key) => {
    const counts = new Map<(typeof rows)[number][Key], number>()
    for (const row of rows) counts.set(row[key], (counts.get(row[key]) ?? 0) + row.count)
    return [...counts].map(([value, count]) => ({ value, count }))
  }
  const newestFirst = (one: number | null, other: number | null) => (other ?? -1) - (one ?? -1)
  return ok({
    statuses: sum('status'),
    cohorts: sum('cohort').sort((one, other) => newestFirst(one.value, other.value)),
  })
}
