import { fetchRequestHandler } from '@trpc/server/adapters/fetch'
import { addressOf } from '@/auth/address'
import { withKnownBrowser } from '@/auth/known-browsers'
import { asCaller } from '@/infra/caller'
import { env } from '@/infra/env'
import { countedContext, onError, retryAfter } from './init'
import { appRouter } from './router'
import { take } from './take'

/** The route handler of `/api/trpc`. */
export const handleTrpc = (request: Request): Promise<Response> =>
  asCaller(addressOf(request.headers), request.signal, () => answered(request))

async function answered(request: Request): Promise<Response> {
  const taken = await take(request)
  const response = await fetchRequestHandler({
    endpoint: '/api/trpc',
    req: taken.request,
    router: appRouter,
    maxBatchSize: env().pages.batch,
    createContext: ({ req, info }) => {
      if (taken.refusal) throw taken.refusal
      return countedContext(req.headers, info.calls.length, taken.actor)
    },
    responseMeta: ({ errors }) => ({ headers: retryAfter(errors) }),
    onError,
  })
  // Whatever the status: it may hold personal data, or say whether there is some.
  response.headers.set('Cache-Control', 'no-store')
  return withKnownBrowser(response)
}
