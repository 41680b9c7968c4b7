import type { IncomingMessage, ServerResponse } from 'node:http'
import { parse } from 'cookie'
import { cookieName } from '@/auth/cookies'
import type { ServerState } from '@/infra/sql-error'
import { formerLocaleCookie, type Locale, localeCookie, resolveLocale } from '@/ui/i18n/locales'
import { outagePage } from './outage-page'

/** After such a pause without a failing page, in milliseconds, the next failure begins another outage. */
const calm = 60_000
/** The shortest and the longest pause that a reader is told, in seconds, before it is spread. */
const [shortest, longest] = [5, 30]

/** Says the state of the server to a step, which shows no page of ours. */
const stateHeader = 'X-Site-State'

let [began, last] = [0, 0]

/**
 * After how many seconds a page is asked for again: a quarter of the time that the outage has lasted, and up to twice that, so
 * that the readers of a site that comes back do not all come at once.
 */
export function pauseOf(now = Date.now(), chance = Math.random()): number {
  if (now - last > calm) began = now
  last = now
  const pause = Math.min(longest, Math.max(shortest, (now - began) / 4000))
  return Math.round(pause * (1 + chance))
}

function localeOf({ headers }: IncomingMessage): Locale {
  const cookies = parse(headers.cookie ?? '')
  const chosen = cookies[cookieName(localeCookie)] ?? cookies[cookieName(formerLocaleCookie)]
  return resolveLocale(chosen, headers['accept-language'] ?? null)
}

/** Whether a step within the site asks, which has a page already and asks again by itself: see `src/ui/outage`. */
export const isStep = ({ headers }: IncomingMessage): boolean => headers.rsc !== undefined

export type Send = (status: number, headers: Record<string, string | number>, body?: string) => void

/**
 * Answers 503 to whoever asks for a page: one that opens itself again, or nothing to a step within the site.
 * @param send where something lies over the response's own functions, what sends beneath it
 */
export function answerOutage(
  request: IncomingMessage,
  response: ServerResponse,
  state: ServerState,
  send: Send = (status, headers, body) => void response.writeHead(status, headers).end(body),
): void {
  const seconds = pauseOf()
  // What stands for the page that was to be.
  for (const name of [
    'Content-Encoding',
    'Content-Length',
    'ETag',
    'Transfer-Encoding',
    'Vary',
    'Link',
    'X-Powered-By',
  ])
    response.removeHeader(name)
  response.setHeader('Cache-Control', 'no-store')
  response.setHeader('Retry-After', String(seconds))
  if (isStep(request)) {
    send(503, { 'Content-Type': 'text/plain; charset=utf-8', [stateHeader]: state })
    return
  }
  const code = String(request.headers['x-request-id'] ?? '')
  const { html, policy } = outagePage({ locale: localeOf(request), state, seconds, code })
  response.setHeader('Content-Security-Policy', policy)
  const fields = { 'Content-Type': 'text/html; charset=utf-8', 'Content-Length': Buffer.byteLength(html) }
  send(503, { ...fields, Refresh: String(seconds) }, request.method === 'HEAD' ? undefined : html)
}
