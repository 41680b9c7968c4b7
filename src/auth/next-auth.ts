import type { NextAuthOptions } from 'next-auth'
import Credentials from 'next-auth/providers/credentials'
import { z } from 'zod'
import { endSession, sessionLife, signIn } from '@/domain/accounts/sessions'
import { currentCaller } from '@/infra/caller'
import { db } from '@/infra/db'
import { log } from '@/infra/log'
import { retrySeconds } from '@/infra/unavailable'
import { addressOf } from './address'

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
})

/** Has the answer say 503, and the page in how many seconds to try again: its message is the code that the page finds. */
function refuseBusy(error: unknown): never {
  const seconds = retrySeconds(error)
  const caller = currentCaller()
  if (seconds === undefined || !caller) throw error
  caller.retrySeconds = seconds
  throw new Error(`unavailable-${seconds}`)
}

/** The cookie holds nothing but the id of a session that the database keeps, and so can end. */
export const authOptions: NextAuthOptions = {
  session: { strategy: 'jwt', maxAge: sessionLife },
  pages: { signIn: '/sign-in', error: '/sign-in' },
  providers: [
    Credentials({
      credentials: { username: {}, password: {} },
      async authorize(given, request) {
        const sent = credentials.safeParse(given)
        if (!sent.success) return null
        const from = {
          userAgent: String(request.headers?.['user-agent'] ?? ''),
          address: addressOf(request.headers ?? {}),
        }
        const signed = await signIn(db(), { ...sent.data, ...from }).catch(refuseBusy)
        // Its message is the code that the page finds in `error`.
        if (!signed.ok) throw new Error('throttled')
        return signed.value ? { id: String(signed.value.accountId), sessionId: signed.value.sessionId } : null
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
    error: (code, about) => log.warn({ code, err: about instanceof Error ? about : about.error }, 'next-auth refused'),
    warn: (code) => log.warn({ code }, 'next-auth warns'),
    debug: () => {},
  },
  events: {
    signOut: async ({ token }) => {
      if (token?.sessionId) await endSession(db(), { sessionId: token.sessionId })
    },
  },
}
