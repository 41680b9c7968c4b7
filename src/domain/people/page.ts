import type { Order } from './filter'

/** What a list asks of `person p`, as SQL: whom, in which order, and what of each. */
export type Listed = { where: string; order: Order; record: string }
/** Which part of it, as SQL; without an offset the first. */
export type Part = { limit: string; offset?: string | undefined }

const partOf = ({ limit, offset }: Part) => ` LIMIT ${limit}${offset ? ` OFFSET ${offset}` : ''}`
const idsOf = ({ where, order }: Listed) => `SELECT p.id, ${order.key} AS key FROM person p WHERE ${where}`
const rowsOf = ({ where, order }: Listed) => `person p WHERE ${where} ORDER BY ${order.whole}`

/**
 * `person p` by the ids of a page, in its order. PostgreSQL makes the record of a row that OFFSET skips too, and carries
 * records through a sort; ids it can often skip in the index alone. `OFFSET 0` has each row looked up in the order of the
 * page, so that nothing is sorted again.
 */
const rowsById = (page: string, { direction }: Order) =>
  `(${page}) page CROSS JOIN LATERAL (SELECT * FROM person WHERE person.id = page.id OFFSET 0) p ORDER BY page.key ${direction}, page.id`

const rowsPastOthers = (list: Listed, part?: Part) =>
  rowsById(`${idsOf(list)} ORDER BY ${list.order.whole}${part ? partOf(part) : ''}`, list.order)

/** The rows of a list or a part of it, as many as there are: what follows `FROM`, with `person p`. */
export const manyRowsSql = (list: Listed, part?: Part): string =>
  list.order.key === 'p.id' && !part?.offset ? `${rowsOf(list)}${part ? partOf(part) : ''}` : rowsPastOthers(list, part)

const jsonOf = ({ record }: Listed, rows: string) =>
  `(SELECT '[' || string_agg(t.json, ',') || ']' FROM (SELECT ${record} AS json FROM ${rows}) t) AS json`

/**
 * One page as `json`, the text of an array, and the `total` of the list: by what is known of it, or else by looking at
 * everybody once, for the page as well.
 */
export function pageSql(list: Listed, part: Part, known: string | undefined): string {
  if (known)
    return `SELECT ${known} AS total, ${jsonOf(list, part.offset ? rowsPastOthers(list, part) : `${rowsOf(list)}${partOf(part)}`)}`
  const page = `SELECT id, key FROM found ORDER BY key ${list.order.direction}, id${partOf(part)}`
  return `WITH found AS MATERIALIZED (${idsOf(list)})
    SELECT (SELECT count(*)::int FROM found) AS total, ${jsonOf(list, rowsById(page, list.order))}`
}
