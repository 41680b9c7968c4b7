import { fetchRequestHandler } from '@trpc/server/adapters/fetch'
import { createContext, onError } from './init'
import { appRouter } from './router'

/** Another site's page may not act with the visitor's cookie; browsers say which site a request comes from. */
const isForeign = (request: Request) => !['same-origin', 'none', null].includes(request.headers.get('sec-fetch-site'))

/** The route handler of `/api/trpc`. */
export const handleTrpc = (request: Request): Promise<Response> | Response =>
  isForeign(request)
    ? new Response(null, { status: 403 })
    : fetchRequestHandler({
        endpoint: '/api/trpc',
        req: request,
        router: appRouter,
        createContext: ({ req }) => createContext(req.headers),
        onError,
      })
