/** What a route exports for a method: Web in, Web out. */
export type RouteHandler = (request: Request, context: { params: Promise<Record<string, string>> }) => Promise<Response>
type Handlers = Record<string, RouteHandler>

// The web server and Next's bundle each have this module, in one process.
const held = globalThis as { mingceRoutes?: Map<string, Handlers> }

/** The header by which our own server tells a route under what name it looks for its handlers; callers cannot send it. */
export const routeHeader = 'x-route'

/** Makes the handlers of a route known to our own server, if it was that which asked. */
export function noteRoute(request: Request, handlers: Handlers): void {
  const route = request.headers.get(routeHeader)
  if (!route) return
  held.mingceRoutes ??= new Map()
  held.mingceRoutes.set(route, handlers)
}

/** The handler of a route that has answered in this process before. */
export function knownHandler(route: string, method = 'GET'): RouteHandler | undefined {
  const handlers = held.mingceRoutes?.get(route)
  return handlers && Object.hasOwn(handlers, method) ? handlers[method] : undefined
}
