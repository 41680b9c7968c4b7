import type { IncomingMessage, ServerResponse } from 'node:http'
import { slotIn } from '@/infra/queue/queue'
import { Unavailable } from '@/infra/unavailable'
import { takerOf } from './caller-of'
import { answerOutage } from './outage'
import { refusePlainly } from './refusal'
import { routeKind } from './routes'

/** For how long a page that is not read to its end holds its turn, in milliseconds. */
const patience = 5_000

/**
 * Answers pages and documents in turn, since to draw one costs as much as many calls, and nobody is counted there: those of
 * strangers two at a time, networks in turn; of an account two at a time too, beside others. A crowd that is too large is
 * told to come again.
 */
export async function inPageTurn(
  request: IncomingMessage,
  response: ServerResponse,
  answer: () => Promise<void>,
): Promise<void> {
  if (!routeKind(request.url ?? '/').takesTurns) return answer()
  const { name, isKnown } = takerOf(request)
  const left = new AbortController()
  response.once('close', () => left.abort())
  const waiting = { turn: name, lane: name, signal: left.signal }
  const leave = await slotIn(isKnown ? 'drawn' : 'page', waiting).catch((error) => error)
  if (typeof leave !== 'function') {
    if (!(leave instanceof Unavailable)) return
    if (routeKind(request.url ?? '/').isPage) return answerOutage(request, response, 'busy')
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
