import type { IncomingMessage, ServerResponse } from 'node:http'
import { log } from '@/infra/log'
import { serverState } from '@/infra/sql-error'
import { logState } from '@/infra/state-log'
import { refuseBody } from './body-limit'
import { inCallTurn } from './call-turn'
import type { Answering } from './direct'
import { guardHeaders, type HeaderOptions } from './headers'
import { boundLeftover } from './leftover'
import { dropCallbackUrl, renameCookies } from './old-cookies'
import { answerOutage } from './outage'
import { type Packed, sendPacked } from './packed'
import { guardPage } from './page-guard'
import { inPageTurn } from './page-turn'
import { boundPipeline } from './pipelined'
import { refuseSent, refuseState, refuseTarget, takeWholeAddress } from './target'

export type ServerOptions = HeaderOptions & {
  packed: ReadonlyMap<string, Packed>
  /** Whether cookies are read by the names that they had before. */
  readsOldCookies: () => boolean
  /** Whether connections are to end with the answer. */
  isStopping: () => boolean
  /** Whoever answers what is not refused. */
  handle: Answering
}

/** All that happens to a request: it is refused here, answered by a file of the build, or handed on. */
export function answerRequest(request: IncomingMessage, response: ServerResponse, options: ServerOptions): void {
  boundPipeline(request, response)
  boundLeftover(request, response)
  takeWholeAddress(request)
  guardHeaders(request, response, options)
  if (options.isStopping()) response.setHeader('Connection', 'close')
  inCallTurn(request, response, () => answerInTurn(request, response, options))
}

function answerInTurn(request: IncomingMessage, response: ServerResponse, options: ServerOptions): void {
  if (refuseTarget(request, response)) return
  // In development Next's own pages send it what they saw go wrong.
  if (!options.dev && refuseSent(request, response)) return
  if (refuseBody(request, response) || refuseState(request, response)) return
  if (options.readsOldCookies()) renameCookies(request.headers)
  dropCallbackUrl(request.headers)
  if (sendPacked(options.packed, request, response)) return
  guardPage(request, response)
  inPageTurn(request, response, () => options.handle(request, response)).catch((error) => {
    const state = serverState(error)
    if (state) logState(error, { path: request.url, request: request.headers['x-request-id'] })
    else log.error({ err: error, request: request.headers['x-request-id'] }, 'request failed')
    // Half an answer must not look whole.
    if (response.headersSent) response.destroy()
    else if (state) answerOutage(request, response, state)
    else response.writeHead(500).end()
  })
}
