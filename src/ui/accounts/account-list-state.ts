import {
  createLoader,
  type inferParserType,
  parseAsInteger,
  parseAsNumberLiteral,
  parseAsString,
  parseAsStringLiteral,
} from 'nuqs/server'
import { accountStates } from './account-state'

export const pageSizes = [20, 50, 100] as const

/** What of the list of accounts stands in its address. */
export const accountListParsers = {
  q: parseAsString.withDefault(''),
  state: parseAsStringLiteral(accountStates),
  /** A column, with a minus in front for descending. */
  sort: parseAsString.withDefault(''),
  page: parseAsInteger.withDefault(1),
  per: parseAsNumberLiteral(pageSizes).withDefault(20),
}
export type AccountListState = inferParserType<typeof accountListParsers>

/** The account that is open. */
export const accountParser = parseAsInteger

export const loadAccountListState = createLoader({ ...accountListParsers, account: accountParser })
