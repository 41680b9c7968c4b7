'use client'

import { type QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { createTRPCClient, httpBatchLink } from '@trpc/client'
import { type ReactNode, useState } from 'react'
import superjson from 'superjson'
import type { AppRouter } from '@/trpc/router'
import { confirmLink } from '../confirmation/confirm-link'
import { TRPCProvider } from './client'
import { makeQueryClient } from './query-client'

let ofBrowser: QueryClient | undefined

/** One cache a browser; on the server one a request, so that nobody reads another's. */
function queryClient() {
  if (typeof window === 'undefined') return makeQueryClient()
  ofBrowser ??= makeQueryClient()
  return ofBrowser
}

export function TrpcRoot({ children }: { children: ReactNode }) {
  const client = queryClient()
  const [trpcClient] = useState(() =>
    createTRPCClient<AppRouter>({
      // Beyond this length proxies start refusing addresses; beyond this number the server refuses batches (PAGES_BATCH_MAX).
      links: [
        confirmLink,
        httpBatchLink({ url: '/api/trpc', transformer: superjson, maxURLLength: 2000, maxItems: 10 }),
      ],
    }),
  )
  return (
    <QueryClientProvider client={client}>
      <TRPCProvider trpcClient={trpcClient} queryClient={client}>
        {children}
      </TRPCProvider>
    </QueryClientProvider>
  )
}
