import { QueryClient } from '@tanstack/react-query'
import { createTRPCOptionsProxy } from '@trpc/tanstack-react-query'
import { headers } from 'next/headers'
import { cache } from 'react'
import superjson from 'superjson'
import { createContext } from './init'
import { appRouter } from './router'

/** What a server component prefetches with, as whoever is signed in; one client a request, handed on by hydration. */
export const serverTrpc = cache(async () => {
  const queryClient = new QueryClient({
    defaultOptions: {
      queries: { staleTime: 30_000 },
      dehydrate: { serializeData: superjson.serialize },
      hydrate: { deserializeData: superjson.deserialize },
    },
  })
  const ctx = await createContext(await headers())
  return { queryClient, trpc: createTRPCOptionsProxy({ ctx, router: appRouter, queryClient }) }
})
