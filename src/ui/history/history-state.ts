import { createLoader, type inferParserType, parseAsArrayOf, parseAsString, parseAsStringLiteral } from 'nuqs/server'
import { changeActions, changeKinds, changeNouns, changeVias } from '@/domain/history/schema'

const day = parseAsString.withDefault('')
const some = <const T extends string>(values: readonly T[]) =>
  parseAsArrayOf(parseAsStringLiteral(values)).withDefault([])

/** What of the page of history stands in its address. */
export const historyParsers = {
  /** Days of China, `YYYY-MM-DD`. */
  from: day,
  to: day,
  /** `account:1`, `key:1` or `nobody`. */
  who: parseAsArrayOf(parseAsString).withDefault([]),
  via: some(changeVias),
  kind: some(changeKinds),
  noun: some(changeNouns),
  action: some(changeActions),
  /** The change set after which the page begins. */
  before: parseAsString.withDefault(''),
}
export type HistoryState = inferParserType<typeof historyParsers>

/** The change set that is open. */
export const setParser = parseAsString

export const loadHistoryState = createLoader({ ...historyParsers, set: setParser })

const isId = (text: string) => /^\d{1,18}$/.test(text)
const isDay = (text: string) => /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text))

/** What the list is asked for an address; what is written there by hand and means nothing is passed over. */
export function historyInput({ from, to, who, before, via, kind, noun, action }: HistoryState) {
  const known = who.filter((each) => /^(account:\d{1,9}|key:\d{1,9}|nobody)$/.test(each)).slice(0, 50)
  return {
    ...(isDay(from) && { from }),
    ...(isDay(to) && { to }),
    ...(isId(before) && { before }),
    who: known,
    via,
    kind,
    noun,
    action,
  }
}

/** The id of the change set that is open, if the address names one. */
export const openSet = (set: string | null): string | undefined => (set !== null && isId(set) ? set : undefined)
