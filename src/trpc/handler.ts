import { fetchRequestHandler } from '@trpc/server/adapters/fetch'
import { createContext, onError } from './init'
import { appRouter } from './router'
import { isForeign } from './same-origin'

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
