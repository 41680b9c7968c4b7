import type { Actor } from './actor'
import type { Result } from './errors'

/** How long a password counts as just given, in seconds. */
export const confirmationLife = 900

/** The answer to a sensitive call of a session whose password was last given longer ago. */
export const unconfirmed: Result<never> = { ok: false, failure: { kind: 'confirm' } }

/**
 * Whether the actor may make a sensitive change now. Whoever comes with a token, a key or the machine itself shows a
 * secret with every call; a browser session shows a cookie, which may have changed hands.
 */
export const isConfirmed = (actor: Pick<Actor, 'isConfirmed'>): boolean => actor.isConfirmed
