import type { IncomingMessage } from 'node:http'
import { parse } from 'cookie'
import { addressOf } from '@/auth/address'
import { sessionCookie } from '@/auth/cookies'
import { clientNetwork } from '@/infra/ip'
import { callerBy } from '@/infra/known-callers'

/** Who takes turns: an account or key whose credentials this process has seen verified, else the client's network. */
export type TurnTaker = { name: string; isKnown: boolean }

const bearer = /^(?:bearer|jwt) +(\S+)$/i

/** What of a request may be the credentials of somebody known. */
function shown({ headers }: IncomingMessage): string | undefined {
  if (headers.authorization !== undefined) return bearer.exec(headers.authorization.trim())?.[1]
  return headers.cookie === undefined ? undefined : parse(headers.cookie)[sessionCookie()]
}

/** Whose turn a request takes. It proves nothing: whoever answers looks for themselves. */
export function takerOf(request: IncomingMessage): TurnTaker {
  const secret = shown(request)
  const who = secret === undefined ? undefined : callerBy(secret)
  if (who !== undefined) return { name: who, isKnown: true }
  return { name: `network ${clientNetwork(addressOf(request.headers))}`, isKnown: false }
}
