import { createLoader, type inferParserType, parseAsInteger, parseAsString, parseAsStringLiteral } from 'nuqs/server'
import { kinds } from '../people/kind'
import type { Import, RowKind } from './types'

const steps = ['columns', 'preview'] as const

/** The rows that a tab shows; `missing` are people who are in no row. */
export const tabs = ['all', 'new', 'changed', 'unchanged', 'wrong', 'duplicate', 'passed', 'missing'] as const
export type Tab = (typeof tabs)[number]
export const pageSizes = [20, 50, 100] as const

/** What of an import stands in its address. */
export const importParsers = {
  step: parseAsStringLiteral(steps).withDefault('columns'),
  rows: parseAsStringLiteral(tabs).withDefault('all'),
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

/** The tab of who is missing is there only while a full sync is not yet written. */
export const shownState = (
  { state, settings }: Pick<Import, 'state' | 'settings'>,
  wanted: ImportState,
): ImportState =>
  wanted.rows === 'missing' && (state === 'done' || settings.mode !== 'sync') ? { ...wanted, rows: 'all' } : wanted

/** What the rows are asked for an address; what is written there by hand and means nothing is passed over. */
export function rowsInput(id: number, { rows, q, page, per }: ImportState) {
  const kinds: RowKind[] | undefined = rows === 'all' || rows === 'missing' ? undefined : [rows]
  const text = q.trim().slice(0, 100)
  return { id, ...(kinds && { kinds }), ...(text && { q: text }), page: pageOf(page), per_page: perPage(per) }
}

export const missingInput = (id: number, { page, per }: ImportState) => ({
  id,
  page: pageOf(page),
  per_page: perPage(per),
})
