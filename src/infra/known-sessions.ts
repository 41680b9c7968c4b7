import { hash } from 'node:crypto'

// The web server and Next's bundle each have this module, in one process.
const held = globalThis as { mingceSessions?: Set<string> }
/** How many are remembered. */
const most = 20_000

const nameOf = (cookie: string) => hash('sha256', cookie, 'base64')

/** The session of this cookie lives: the next calls that show it are not a stranger's. No secret is kept. */
export function rememberSession(cookie: string): void {
  held.mingceSessions ??= new Set()
  if (held.mingceSessions.size >= most) held.mingceSessions.clear()
  held.mingceSessions.add(nameOf(cookie))
}

/** Whether the cookie was of a living session when this process last looked. It opens nothing. */
export const isSessionRemembered = (cookie: string): boolean => held.mingceSessions?.has(nameOf(cookie)) === true
