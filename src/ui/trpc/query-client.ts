import { MutationCache, notifyManager, QueryCache, QueryClient } from '@tanstack/react-query'
import superjson from 'superjson'
import { unlessAway } from '../outage/site'
import { isSignedOut, isWorthRetrying } from './failure-of'

// A press is seen to be under way before the next one, however fast, and so is not sent twice.
notifyManager.setScheduler(queueMicrotask)

/** Asks whoever would ask before the page is left, as the browser does: those who keep something unsaved refuse. */
const mayLeave = () => window.dispatchEvent(new Event('beforeunload', { cancelable: true }))

/** Back to signing in, and from there to here again, but never away from what is typed and not saved. */
function onError(error: unknown) {
  if (!isSignedOut(error) || !mayLeave()) return
  const here = window.location.pathname + window.location.search
  window.location.assign(`/sign-in?next=${encodeURIComponent(here)}`)
}

/** A save is over when it is answered, also where what it changed cannot be read anew now. */
class PatientClient extends QueryClient {
  override invalidateQueries(...given: Parameters<QueryClient['invalidateQueries']>): Promise<void> {
    return unlessAway(super.invalidateQueries(...given))
  }
}

export function makeQueryClient(): QueryClient {
  const client = new PatientClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({
      onError,
      // Whatever is written has its change in the history.
      onSuccess: () => void client.invalidateQueries({ queryKey: [['history']] }),
    }),
    defaultOptions: {
      queries: {
        // What the server has just drawn is not asked for again.
        staleTime: 30_000,
        // A browser may be wrong about its network; what fails waits for the site: see `outage-link.ts`.
        networkMode: 'always',
        retry: (count, error) => count < 2 && isWorthRetrying(error),
      },
      mutations: { networkMode: 'always' },
      hydrate: { deserializeData: superjson.deserialize },
    },
  })
  return client
}
