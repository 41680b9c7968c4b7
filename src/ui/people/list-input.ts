import type { Field } from '@/domain/fields/schema'
import type { PersonListInput } from '@/domain/people/schema'
import { type Kind, roleOf } from './kind'
import type { ListState } from './list-state'

const sortable = new Set(['name', 'usin', 'graduates_in', 'status', 'entered_at', 'updated_at'])

export type Sort = { id: string; desc: boolean }

/** The order in the address, if it names a column of ours or a field that still exists. */
export function sortOf(text: string, fields: readonly Field[]): Sort | undefined {
  const desc = text.startsWith('-')
  const id = desc ? text.slice(1) : text
  return sortable.has(id) || fields.some(({ name }) => name === id) ? { id, desc } : undefined
}

export const sortText = (sort: Sort | undefined): string => (sort ? `${sort.desc ? '-' : ''}${sort.id}` : '')

/** The extension values in the address by field; a link may be older than the fields. */
export function valuesOf(entries: readonly string[], fields: readonly Field[]): Record<string, string[]> {
  const values: Record<string, string[]> = {}
  for (const entry of entries) {
    const colon = entry.indexOf(':')
    const name = entry.slice(0, colon)
    if (!fields.some((field) => field.name === name)) continue
    values[name] = [...(values[name] ?? []), entry.slice(colon + 1)]
  }
  return values
}

/** Whom a list is narrowed to, and in which order, for an address. */
export function chosenBy(
  state: ListState,
  fields: readonly Field[],
): Omit<PersonListInput, 'roles' | 'page' | 'per_page'> {
  const values = valuesOf(state.f, fields)
  const sort = sortOf(state.sort, fields)
  return {
    ...(state.q.trim() && { q: state.q.trim().slice(0, 100) }),
    ...(state.status.length > 0 && { statuses: state.status }),
    ...(state.cohort.length > 0 && { graduates_in: state.cohort }),
    ...(Object.keys(values).length > 0 && { values }),
    ...(sort && { sort: { by: sort.id, desc: sort.desc } }),
  }
}

/** What the list call is asked for an address. The server and the browser must ask the same, or the page is drawn twice. */
export function listInput(kind: Kind, state: ListState, fields: readonly Field[]): PersonListInput {
  return {
    roles: [roleOf[kind]],
    ...chosenBy(state, fields),
    page: Math.max(1, state.page),
    per_page: state.per,
  }
}

export const isNarrowed = (state: ListState): boolean =>
  state.q.trim() !== '' || state.status.length > 0 || state.cohort.length > 0 || state.f.length > 0
