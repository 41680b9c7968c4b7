import { hash } from 'node:crypto'

// The web server and Next's bundle each have this module, in one process.
const held = globalThis as { mingceCallers?: Map<string, string> }
held.mingceCallers ??= new Map()
const callers = held.mingceCallers
/** How many are remembered. */
const most = 20_000

const nameOf = (secret: string) => hash('sha256', secret, 'base64')

/**
 * The cookie, key or token that was shown is verified: the next calls that show it are not a stranger's, but this account's
 * or key's. No secret is kept.
 */
export function rememberCaller(secret: string, who: string): void {
  if (callers.size >= most) callers.clear()
  callers.set(nameOf(secret), who)
}

/** Whose a cookie, key or token was when this process last looked. It opens nothing. */
export const callerBy = (secret: string): string | undefined => callers.get(nameOf(secret))
