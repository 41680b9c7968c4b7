import { readFileSync } from 'node:fs'
import { type IncomingMessage, type ServerResponse, STATUS_CODES } from 'node:http'
import { createRequire } from 'node:module'
import path from 'node:path'
import { createRequest, sendResponse } from '@remix-run/node-fetch-server'
import compression from 'compression'
import { knownHandler, type RouteHandler, routeHeader } from '@/infra/route-handlers'
import { refusePlainly } from './refusal'
import { routeKind } from './routes'

/** Answers a request; whoever calls it minds what it throws. */
export type Answering = (request: IncomingMessage, response: ServerResponse) => Promise<void>

/** What Next builds of a route, for whoever calls it without Next's own server (its documentation: Invoking Entrypoints). */
type Entry = {
  handler(
    request: IncomingMessage,
    response: ServerResponse,
    context: { waitUntil(work: Promise<void>): void; requestMeta: { relativeProjectDir: string; hostname: string } },
  ): Promise<void>
}

type Middleware = (request: IncomingMessage, response: ServerResponse, next: () => void) => void

/** The last part of a path as it stands in a request; what has escapes in it is for Next to make out. */
const plain = /^[A-Za-z0-9_~-][A-Za-z0-9._~,-]*$/

const reading = new Set<string | undefined>(['GET', 'HEAD'])

/** Files by path, by the path before a last part that may be anything, with its name, and by that before any such parts. */
export type Routes = {
  exact: Map<string, string>
  within: Map<string, { file: string; parameter: string }>
  beneath: Map<string, string>
}

/** The routes of a build that are called directly. */
export function directRoutes(manifest: Record<string, string>): Routes {
  const routes: Routes = { exact: new Map(), within: new Map(), beneath: new Map() }
  for (const [page, file] of Object.entries(manifest)) {
    const [, route = '', many, parameter] = /^(.*?)(?:\/\[(\.\.\.)?(\w+)\])?\/route$/.exec(page) ?? []
    if (!routeKind(route).isDirect || route.includes('[')) continue
    if (many) routes.beneath.set(route, file)
    else if (parameter) routes.within.set(route, { file, parameter })
    else routes.exact.set(route, file)
  }
  return routes
}

/** Whether a route for data is at a path; what is not is a page, or nothing, to Next. */
export function dataPaths(manifest: Record<string, string>): (url: string) => boolean {
  const paths = Object.keys(manifest)
    .flatMap((page) => (page.endsWith('/route') ? [page.slice(0, -'/route'.length)] : []))
    .map((route) => route.replaceAll('.', '\\.'))
    .map((route) => route.replace(/\[(\\\.){3}\w+\]/g, '.+').replace(/\[\w+\]/g, '[^/]+'))
  const any = new RegExp(`^(?:${paths.join('|')})/?(?:\\?|$)`)
  return (url) => any.test(url)
}

/** Who answers what is asked for, with or without a slash at the end; undefined: Next finds it. */
export function routeFor(
  { exact, within, beneath }: Routes,
  url: string,
): { file: string; params: Record<string, string> } | undefined {
  const query = url.indexOf('?')
  const asked = query < 0 ? url : url.slice(0, query)
  const where = asked.endsWith('/') ? asked.slice(0, -1) : asked
  const file = exact.get(where)
  if (file) return { file, params: {} }
  const slash = where.lastIndexOf('/')
  const last = where.slice(slash + 1)
  const found = plain.test(last) ? within.get(where.slice(0, slash)) : undefined
  if (found) return { file: found.file, params: { [found.parameter]: last } }
  for (let at = slash, part = last; at > 0 && plain.test(part); ) {
    const under = beneath.get(where.slice(0, at))
    if (under) return { file: under, params: {} }
    const before = where.lastIndexOf('/', at - 1)
    part = where.slice(before + 1, at)
    at = before
  }
  return undefined
}

/** Hands a call to the handler that a route exports, and sends what it answers. */
export async function callHandler(
  handle: RouteHandler,
  params: Record<string, string>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  // What was asked for stands in a header: see src/auth/target.ts.
  const asked = createRequest(request, response, { host: 'site', protocol: 'http:' })
  const answer = await handle(asked, { params: Promise.resolve(params) })
  // Web answers have no words for a status unless they are given, and an old client may look for them.
  if (!answer.statusText) Object.defineProperty(answer, 'statusText', { value: STATUS_CODES[answer.status] ?? '' })
  if (!response.destroyed) await sendResponse(response, answer)
  // Whoever left meanwhile, before the first of it or after, leaves nothing open behind the answer.
  if (response.destroyed) await answer.body?.cancel()
  // What nobody read of the body would hold up the next call of the connection.
  if (!request.complete && !request.destroyed) {
    if (!asked.bodyUsed) await asked.body?.cancel()
    request.resume()
  }
}

/**
 * Calls what Next built of the routes for data without its router, which costs as much as such a route itself; a route of
 * a contract that has answered before is called by its handlers, for what Next does around them costs more than they do.
 * Everything else, and all of it in development, goes to `next`.
 */
export function answerDirectly(options: { dev: boolean; host: string; next: Answering }): Answering {
  const { dev, host, next } = options
  if (dev) return next
  const server = path.resolve('.next/server')
  const manifest = JSON.parse(readFileSync(path.join(server, 'app-paths-manifest.json'), 'utf8'))
  const routes = directRoutes(manifest)
  const isData = dataPaths(manifest)
  const require = createRequire(path.join(server, 'app-paths-manifest.json'))
  // To find a module that is loaded already takes longer than to keep it.
  const loaded = new Map<string, Entry>()
  const load = (file: string): Entry => {
    const entry = loaded.get(file) ?? require(path.join(server, file))
    loaded.set(file, entry)
    return entry
  }
  // Its types know Express alone.
  const compress = compression() as unknown as Middleware
  const context = { waitUntil: () => {}, requestMeta: { relativeProjectDir: '.', hostname: host } }
  return async (request, response) => {
    const found = routeFor(routes, request.url ?? '/')
    if (!found) {
      if (reading.has(request.method) || isData(request.url ?? '/')) return next(request, response)
      // Next would look for an act of a page in what is sent.
      refusePlainly(request, response, 404, 'there is nothing to send this to')
      return
    }
    // Next's server would have done it.
    if (request.headers['accept-encoding']) compress(request, response, () => {})
    const handle = knownHandler(found.file, request.method)
    if (handle) return callHandler(handle, found.params, request, response)
    request.headers[routeHeader] = found.file
    return load(found.file).handler(request, response, { ...context, requestMeta: { ...context.requestMeta } })
  }
}
