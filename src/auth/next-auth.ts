import type { NextAuthOptions } from 'next-auth'
import Credentials from 'next-auth/providers/credentials'
import { z } from 'zod'
import { endSession, sessionLife, signIn } from '@/domain/accounts/sessions'
import type { Failure } from '@/domain/errors'
import { currentCaller } from '@/infra/caller'
import { db } from '@/infra/db'
import { log } from '@/infra/log'
import { logState } from '@/infra/state-log'
import { notNow } from '@/infra/unavailable'
import { addressOf } from './address'

import { authCookies } from './cookies'
import { knownBrowsers, noteKnownBrowser } from './known-browsers'

declare module 'next-auth' {
  interface User {
    sessionId: string
  }
  interface Session {
    sessionId?: string
  }
}
declare module 'next-auth/jwt' {
  interface JWT {
    sessionId?: string
  }
}

// No text of the database holds a null character, so no name does.
const credentials = z.object({
  username: z
    .string()
    .min(1)
    .refine((name) => !name.includes('\0')),
  password: z.string().min(1),
  /** The id of the school, once the page has asked for it. */
  school: z.coerce.number().int().min(1).max(2_147_483_647).optional().catch(undefined),
})

const codes = { throttled: 429, unavailable: 503 } as const

/** Has the answer say when to try again. The message is the code that the page finds in `error`. */
function refuse(kind: keyof typeof codes, seconds: number, state?: string): never {
  const caller = currentCaller()
  if (caller) caller.refused = { status: codes[kind], seconds }
  throw new Error([kind, seconds, ...(state ? [state] : [])].join('-'))
}

function refuseBusy(error: unknown): never {
  const failure = notNow(error)
  if (!failure) throw error
  logState(error, { path: 'sign-in' })
  return refuse('unavailable', failure.seconds, failure.state)
}

/** Has the page ask for the school, or say when to try again. */
function refuseFailure(failure: Failure): null {
  if (failure.kind === 'throttled') return refuse('throttled', failure.seconds)
  if (failure.kind === 'refused' && failure.reason === 'needs_school') throw new Error(failure.reason)
  return null
}

/** The cookie holds nothing but the id of a session that the database keeps, and so can end. */
export const authOptions: NextAuthOptions = {
  session: { strategy: 'jwt', maxAge: sessionLife },
  // Asked for by each call: the settings are not there when Next builds this.
  get cookies() {
    return authCookies()
  },
  pages: { signIn: '/sign-in', error: '/sign-in' },
  providers: [
    Credentials({
      credentials: { username: {}, password: {}, school: {} },
      async authorize(given, request) {
        const sent = credentials.safeParse(given)
        if (!sent.success) return null
        const headers: Record<string, string | undefined> = request.headers ?? {}
        const from = { userAgent: headers['user-agent'] ?? '', address: addressOf(headers) }
        const known = await knownBrowsers(headers.cookie)
        const signed = await signIn(db(), { ...sent.data, ...from, known }).catch(refuseBusy)
        if (!signed.ok) return refuseFailure(signed.failure)
        if (!signed.value) return null
        await noteKnownBrowser(headers.cookie, signed.value)
        return { id: String(signed.value.accountId), sessionId: signed.value.sessionId }
      },
    }),
  ],
  callbacks: {
    // What somebody signs in for is a page of ours. By itself next-auth fails at what is no address.
    redirect({ url, baseUrl }) {
      if (typeof url !== 'string' || !URL.canParse(url, baseUrl)) return baseUrl
      const { origin, href } = new URL(url, baseUrl)
      return origin === baseUrl && url !== baseUrl ? href : baseUrl
    },
    jwt: ({ token, user }) => (user ? { sessionId: user.sessionId } : token),
    session: ({ session, token }) => ({
      expires: session.expires,
      ...(token.sessionId ? { sessionId: token.sessionId } : {}),
    }),
  },
  // By itself next-auth writes what callers sent to the console, line breaks and all.
  logger: {
    // A cookie that is none of ours is nobody's session: strangers would fill the log by it.
    error: (code, about) =>
      log[code === 'JWT_SESSION_ERROR' ? 'debug' : 'warn'](
        { code, err: about instanceof Error ? about : about.error },
        'next-auth refused',
      ),
    warn: (code) => log.warn({ code }, 'next-auth warns'),
    debug: () => {},
  },
  events: {
    signOut: async ({ token }) => {
      if (token?.sessionId) await endSession(db(), { sessionId: token.sessionId })
    },
  },
}
