import type { Caller, World } from './world'

/**
 * Who may call a procedure, and what with. `about` is the school that the input is about: the caller's own, or another.
 * `reach` says what happens to somebody who may call it, when the input names a record of another school: `none` where
 * an input cannot name one.
 */
export type Row = {
  who: readonly Caller[] | 'everybody'
  input?: (about: World) => unknown
  reach: 'not_found' | 'nothing' | 'invalid' | 'changed_meanwhile' | 'none'
} & Confirm

/**
 * Whether it wants the password to have been given in the last 15 minutes. `by_input`: `sensitive` is an input that does, and
 * `input` one that does not.
 */
export type Confirm = { confirm: 'always' | 'never' } | { confirm: 'by_input'; sensitive: (about: World) => unknown }

export const directory: readonly Caller[] = ['teacher', 'grade_admin', 'school_admin']
export const keepers: readonly Caller[] = ['grade_admin', 'school_admin']
export const admins: readonly Caller[] = ['school_admin']
export const signedIn: readonly Caller[] = ['self', 'teacher', 'grade_admin', 'school_admin']
