import type { AccountListState } from './account-list-state'

const columns = { name: 'username', create_time: 'create_time', last_login: 'last_login' } as const
type Sortable = keyof typeof columns

export type AccountSort = { id: Sortable; desc: boolean }

/** The order in the address, if it names a column that has one. */
export function accountSort(text: string): AccountSort | undefined {
  const desc = text.startsWith('-')
  const wanted = desc ? text.slice(1) : text
  const id = (['name', 'create_time', 'last_login'] as const).find((each) => each === wanted)
  return id && { id, desc }
}

/** What the list is asked for an address; eleven digits are a phone, anything else part of a user name. */
export function accountListInput(state: AccountListState) {
  const q = state.q.trim().slice(0, 150)
  const sort = accountSort(state.sort)
  return {
    ...(q && (/^1\d{10}$/.test(q) ? { phone: q } : { username: q })),
    ...(state.state && { state: state.state }),
    ...(sort && { sort: { by: columns[sort.id], desc: sort.desc } }),
    page: Math.max(1, state.page),
    per_page: state.per,
  }
}
