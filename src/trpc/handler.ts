import { fetchRequestHandler } from '@trpc/server/adapters/fetch'
import { addressOf } from '@/auth/address'
import { withKnownBrowser } from '@/auth/known-browsers'
import { asCaller } from '@/infra/caller'
import { env } from '@/infra/env'
import { countedContext, onError, retryAfter } from './init'
import { appRouter } from './router'
import { isForeign } from './same-origin'

/** The route handler of `/api/trpc`. */
export const handleTrpc = (request: Request): Promise<Response> | Response =>
  isForeign(request)
    ? new Response(null, { status: 403 })
    : asCaller(addressOf(request.headers), request.signal, async () =>
        withKnownBrowser(
          await fetchRequestHandler({
            endpoint: '/api/trpc',
            req: request,
            router: appRouter,
            maxBatchSize: env().pages.batch,
            createContext: ({ req, info }) => countedContext(req.headers, info.calls.length),
            responseMeta: ({ errors }) => ({ headers: retryAfter(errors) }),
            onError,
          }),
        ),
      )
