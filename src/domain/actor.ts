import type { Role, Scope } from './policy'

/** The seal of an Actor, set by `auth/mint.ts` alone; a test looks that nobody else takes it. */
export const minted: unique symbol = Symbol('minted')

/** Who is calling, in which school. Only `auth/` mints one: whatever holds an Actor has been through its gate. */
export type Actor = {
  readonly [minted]: true
  readonly schoolId: number
  readonly role: Role
  /** What the act is recorded as having come through. */
  readonly via: 'page' | 'rest' | 'command-line' | 'set-up' | 'schedule'
  readonly accountId: number | null
  readonly apiKeyId: number | null
  /** Which of the API key's secrets was shown, or got the token that was. */
  readonly secretId: number | null
  /** Of an API key with a limit of its own: how many calls it may make a minute. */
  readonly callsPerMinute: number | null
  /** The token or browser session that was shown, if it was one. */
  readonly tokenId: string | null
  /** Whether the password was given in the last 15 minutes; true for callers other than a browser session. */
  readonly isConfirmed: boolean
  /** Of a grade administrator: the grade they look after, 1 to 6. */
  readonly grade: number | null
  /** An API key's scopes; for people, what their role grants. */
  readonly scopes: ReadonlySet<Scope>
  /** The state of the school's field definitions at the moment of the check. */
  readonly fieldsVersion: number
}
