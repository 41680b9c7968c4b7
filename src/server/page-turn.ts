import type { IncomingMessage, ServerResponse } from 'node:http'
import { parse } from 'cookie'
import { addressOf } from '@/auth/address'
import { sessionCookie } from '@/auth/cookies'
import { clientNetwork } from '@/infra/ip'
import { isSessionRemembered } from '@/infra/known-sessions'
import { slotIn } from '@/infra/queue/queue'
import { Unavailable } from '@/infra/unavailable'
import { refusePlainly } from './refusal'
import { routeKind } from './routes'

/** For how long a page that is not read to its end holds its turn, in milliseconds. */
const patience = 5_000

/**
 * Whether a request is for a page, or a document, by somebody whose session this process has not seen: to draw one costs as
 * much as many calls, and nobody is counted there.
 */
function isStrangers({ url = '/', headers }: IncomingMessage): boolean {
  if (!routeKind(url).takesTurns) return false
  const session = parse(headers.cookie ?? '')[sessionCookie()]
  return session === undefined || !isSessionRemembered(session)
}

/** Answers pages of strangers two at a time, networks in turn; a crowd that is too large is told to come again. */
export async function inPageTurn(
  request: IncomingMessage,
  response: ServerResponse,
  answer: () => Promise<void>,
): Promise<void> {
  if (!isStrangers(request)) return answer()
  const left = new AbortController()
  response.once('close', () => left.abort())
  const leave = await slotIn('page', { turn: clientNetwork(addressOf(request.headers)), signal: left.signal }).catch(
    (error) => error,
  )
  if (typeof leave !== 'function') {
    if (!(leave instanceof Unavailable)) return
    response.setHeader('Retry-After', String(leave.seconds))
    refusePlainly(request, response, 503, 'the site is busy')
    return
  }
  const timer = setTimeout(leave, patience).unref()
  response.once('close', () => {
    clearTimeout(timer)
    leave()
  })
  await answer()
}
