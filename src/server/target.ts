import type { IncomingMessage, ServerResponse } from 'node:http'
import { parseAndValidateFlightRouterState } from 'next/dist/server/app-render/parse-and-validate-flight-router-state.js'
import { refusePlainly, refuseRequest } from './refusal'
import { routeKind, shapeOf } from './routes'

const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']
/** Those of a page, and of a file of the build. */
const ofPages = ['GET', 'HEAD']

/** A request that names the whole address, as it may (RFC 9112, section 3.2.2), is taken for its path at that host. */
export function takeWholeAddress(request: IncomingMessage): void {
  const [, host, rest = ''] = /^https?:\/\/([^/?#]+)(.*)$/i.exec(request.url ?? '') ?? []
  if (!host) return
  request.headers.host = host
  request.url = rest.startsWith('/') ? rest : `/${rest}`
}

/**
 * Answers a request that not everybody behind would make out alike: it names two hosts, its path is not plain, or its
 * method is none that a route can have. Nothing is rewritten.
 * @returns whether it did
 */
export function refuseTarget(request: IncomingMessage, response: ServerResponse): boolean {
  const { method = '', url = '' } = request
  const query = url.indexOf('?')
  const path = query < 0 ? url : url.slice(0, query)
  if (!isPlain(path)) return refuseRequest(request, response, shapeOf(path), 'the path is not plain')
  if ((request.headersDistinct.host?.length ?? 0) > 1)
    return refuseRequest(request, response, shapeOf(path), 'one host is named')
  if (!methods.includes(method)) return refusePlainly(request, response, 501, 'the method is not known')
  return false
}

/**
 * Answers what is sent to a page: none of ours takes anything, and what Next would make of it is no business of strangers.
 * @returns whether it did
 */
export function refuseSent(request: IncomingMessage, response: ServerResponse): boolean {
  const { method = '', url = '' } = request
  if (ofPages.includes(method) || !routeKind(url).isPage) return false
  response.setHeader('Allow', ofPages.join(', '))
  return refusePlainly(request, response, 405, 'a page is read')
}

/**
 * Answers a request for a page whose header says where the browser is, and says it in no way that Next can read: it would
 * fail at that, with a stack in the log.
 * @returns whether it did
 */
export function refuseState(request: IncomingMessage, response: ServerResponse): boolean {
  const state = request.headers['next-router-state-tree']
  if (state === undefined) return false
  try {
    parseAndValidateFlightRouterState(state)
    return false
  } catch {
    return refusePlainly(request, response, 400, 'next-router-state-tree cannot be read')
  }
}

/** An empty or dot segment, a backslash, a fragment, a control character; and escaped slashes and backslashes. */
const odd = /[\\\p{Cc}]|\/\/|\/\.{1,2}(?:\/|$)|%(?:2f|5c)/iu

/** How often an escape of an escape is undone. No path of ours has any. */
const mostEscapes = 4

/** Whether a path has one meaning alone, however often somebody undoes its escapes. */
export function isPlain(path: string): boolean {
  if (!path.startsWith('/') || !isDecodable(path)) return false
  let now = path
  for (let times = 0; times <= mostEscapes; times++) {
    if (odd.test(now)) return false
    const next = now.replace(/%[0-7][0-9a-f]/gi, (each) => String.fromCharCode(Number.parseInt(each.slice(1), 16)))
    if (next === now) return true
    now = next
  }
  return false
}

function isDecodable(path: string): boolean {
  try {
    decodeURIComponent(path)
    return true
  } catch {
    return false
  }
}
