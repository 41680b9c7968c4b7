import type { Failure } from '@/domain/errors'

type Outcome<T> = ({ ok: true } & T) | { ok: false; failure: Failure }

/** What the server said of a call that it did not take; null: it said nothing. */
export const refusalOf = (error: unknown): Failure | null =>
  error instanceof Error && error.message.startsWith('other_site') ? { kind: 'refused', reason: 'other_site' } : null

export type NewSchool = { name: string; code?: string; username: string; password: string; phone?: string }
export type DemoSignIn = { username: string; password: string; school: string }

/** The server's acts behind the one-time link, bound to it by the page. */
export type SetUpSchool = (school: NewSchool) => Promise<Outcome<object>>
export type SetUpDemo = () => Promise<Outcome<{ value: DemoSignIn }>>
