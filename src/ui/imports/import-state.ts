import { createLoader, type inferParserType, parseAsInteger, parseAsString, parseAsStringLiteral } from 'nuqs/server'
import { kinds } from '../people/kind'
import type { Import, RowKind } from './types'

const steps = ['columns', 'preview'] as const

export const rowKinds = ['new', 'changed', 'unchanged', 'wrong', 'duplicate', 'passed', 'left'] as const
/** The rows that a tab shows; `moved` are otherwise than they were shown, `missing` are people who are in no row. */
export const tabs = ['all', 'moved', ...rowKinds, 'missing'] as const
export type Tab = (typeof tabs)[number]
export const pageSizes = [20, 50, 100] as const

/** What of an import stands in its address. */
export const importParsers = {
  step: parseAsStringLiteral(steps).withDefault('columns'),
  rows: parseAsStringLiteral(tabs).withDefault('all'),
  /** Of the rows that are otherwise than shown: those of one kind. */
  now: parseAsStringLiteral(rowKinds),
  q: parseAsString.withDefault(''),
  page: parseAsInteger.withDefault(1),
  per: parseAsInteger.withDefault(pageSizes[0]),
}
export type ImportState = inferParserType<typeof importParsers>
export const loadImportState = createLoader(importParsers)

/** What the page of a new import has in its address. */
export const startParsers = {
  role: parseAsStringLiteral(kinds).withDefault('student'),
  page: parseAsInteger.withDefault(1),
}
export const loadStartState = createLoader(startParsers)

const pageOf = (page: number) => Math.min(1_000_000, Math.max(1, page))
const perPage = (per: number) => pageSizes.find((size) => size === per) ?? pageSizes[0]

/** Imports a page of the list. */
export const listPage = 10
export const listInput = ({ page }: { page: number }) => ({ page: pageOf(page), per_page: listPage })

/** Whether an import was not written since rows, or people to be archived, are otherwise than they were shown. */
export const isMoved = ({ counts, state }: Pick<Import, 'counts' | 'state'>): boolean =>
  state === 'ready' && (counts.moved ?? 0) + (counts.moved_missing ?? 0) > 0

/** The tabs of who is missing and of what is otherwise than shown are there only while there is something in them. */
export const shownState = (
  { state, settings, counts }: Pick<Import, 'state' | 'settings' | 'counts'>,
  wanted: ImportState,
): ImportState => {
  const isGone =
    (wanted.rows === 'missing' && (state === 'done' || settings.mode !== 'sync')) ||
    (wanted.rows === 'moved' && (state === 'done' || (counts.moved ?? 0) === 0))
  return isGone ? { ...wanted, rows: 'all' } : wanted
}

/** What the rows are asked for an address; what is written there by hand and means nothing is passed over. */
export function rowsInput(id: number, { rows, now, q, page, per }: ImportState) {
  const isMovedTab = rows === 'moved'
  const kind: RowKind | null = isMovedTab ? now : rows === 'all' || rows === 'missing' ? null : rows
  const text = q.trim().slice(0, 100)
  return {
    id,
    ...(kind && { kinds: [kind] }),
    ...(isMovedTab && { moved: true }),
    ...(text && { q: text }),
    page: pageOf(page),
    per_page: perPage(per),
  }
}

export const missingInput = (id: number, { page, per }: ImportState) => ({
  id,
  page: pageOf(page),
  per_page: perPage(per),
})
