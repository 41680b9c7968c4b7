import {
  createLoader,
  type inferParserType,
  parseAsArrayOf,
  parseAsInteger,
  parseAsNativeArrayOf,
  parseAsNumberLiteral,
  parseAsString,
} from 'nuqs/server'
import { statuses } from './kind'

export const pageSizes = [20, 50, 100] as const

/** What of a list stands in its address: read by the server that draws it first and by the browser after. */
export const listParsers = {
  q: parseAsString.withDefault(''),
  status: parseAsArrayOf(parseAsNumberLiteral(statuses)).withDefault([]),
  cohort: parseAsArrayOf(parseAsInteger).withDefault([]),
  /** Extension values, each `name:value`; a name has no colon. */
  f: parseAsNativeArrayOf(parseAsString),
  /** A column, with a minus in front for descending. */
  sort: parseAsString.withDefault(''),
  page: parseAsInteger.withDefault(1),
  per: parseAsNumberLiteral(pageSizes).withDefault(20),
}
export type ListState = inferParserType<typeof listParsers>

/** Who is open: an id, or `new`. */
export const personParser = parseAsString

export const loadListState = createLoader({ ...listParsers, person: personParser })
