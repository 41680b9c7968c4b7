import { readFileSync } from 'node:fs'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createRequire } from 'node:module'
import path from 'node:path'
import compression from 'compression'

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

/** Where callers, and pages, ask for data. */
const ours = /^\/(api\/(trpc|v1|v3)|users|vertifications)(\/|$)/

/** The last part of a path as it stands in a request; what has escapes in it is for Next to make out. */
const plain = /^[A-Za-z0-9_~-][A-Za-z0-9._~,-]*$/

export type Routes = { exact: Map<string, string>; within: Map<string, string> }

/** The routes of a build that are called directly, by path, and by the path before a last part that may be anything. */
export function directRoutes(manifest: Record<string, string>): Routes {
  const routes: Routes = { exact: new Map(), within: new Map() }
  for (const [page, file] of Object.entries(manifest)) {
    const [, route = '', parameter] = /^(.*?)(\/\[\w+\])?\/route$/.exec(page) ?? []
    if (!ours.test(route) || route.includes('[')) continue
    routes[parameter ? 'within' : 'exact'].set(route, file)
  }
  return routes
}

/** The file that answers what is asked for, with or without a slash at the end; undefined: Next finds it. */
export function fileFor({ exact, within }: Routes, url: string): string | undefined {
  const query = url.indexOf('?')
  const asked = query < 0 ? url : url.slice(0, query)
  const where = asked.endsWith('/') ? asked.slice(0, -1) : asked
  const file = exact.get(where)
  if (file) return file
  const slash = where.lastIndexOf('/')
  return plain.test(where.slice(slash + 1)) ? within.get(where.slice(0, slash)) : undefined
}

/**
 * Calls what Next built of the routes for data without its router, which costs as much as such a route itself; everything
 * else, and all of it in development, goes to `next`.
 */
export function answerDirectly(options: { dev: boolean; host: string; next: Answering }): Answering {
  const { dev, host, next } = options
  if (dev) return next
  const server = path.resolve('.next/server')
  const routes = directRoutes(JSON.parse(readFileSync(path.join(server, 'app-paths-manifest.json'), 'utf8')))
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
    const file = fileFor(routes, request.url ?? '/')
    if (!file) return next(request, response)
    // Next's server would have done it.
    if (request.headers['accept-encoding']) compress(request, response, () => {})
    return load(file).handler(request, response, { ...context, requestMeta: { ...context.requestMeta } })
  }
}
