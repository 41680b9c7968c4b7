import { env } from '@/infra/env'

const isSecure = () => env().publicUrl.startsWith('https:')

/**
 * A cookie's name: by https browsers take one with `__Host-` from this host alone, and send it to no other. Old names are
 * read for a while: see `src/server/old-cookies.ts`.
 */
export const cookieName = (name: string): string => (isSecure() ? `__Host-${name}` : name)

/** What every cookie of ours is set with. Those that scripts write themselves cannot be `httpOnly`. */
export const cookieOptions = () => ({ httpOnly: true, sameSite: 'lax' as const, path: '/', secure: isSecure() })

/** The name of the cookie that holds the session. */
export const sessionCookie = (): string => cookieName('next-auth.session-token')

/** The cookies of next-auth, as its options have them. */
export function authCookies() {
  const options = cookieOptions()
  return {
    sessionToken: { name: sessionCookie(), options },
    csrfToken: { name: cookieName('next-auth.csrf-token'), options },
    callbackUrl: { name: cookieName('next-auth.callback-url'), options },
  }
}
