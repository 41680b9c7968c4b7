import { roleOf } from '../people/kind'

/** The name behind a user name: who found theirs taken has put a digit after it. */
export const nameOf = (username: string): string => username.replace(/\d+$/, '')

/** What the list of people is asked for teachers of that name; the server asks the same for the first sight. */
export const sameNameInput = (username: string) => ({
  roles: [roleOf.teacher],
  q: nameOf(username).slice(0, 100),
  per_page: 10,
  sort: { by: 'name', desc: false },
})
