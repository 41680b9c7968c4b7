'use client'

import { type QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { createTRPCClient, httpBatchLink, httpLink, splitLink } from '@trpc/client'
import { type ReactNode, useState } from 'react'
import superjson from 'superjson'
import type { AppRouter } from '@/trpc/router'
import { confirmLink } from '../confirmation/confirm-link'
import { fetchWithin } from '../outage/fetch-within'
import { outageLink } from '../outage/outage-link'
import { TRPCProvider } from './client'
import { makeQueryClient } from './query-client'

let ofBrowser: QueryClient | undefined

const ours = { url: '/api/trpc', transformer: superjson }
const retryHeader = (key: unknown): Record<string, string> =>
  typeof key === 'string' ? { 'Idempotency-Key': key } : {}

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
        outageLink,
        splitLink({
          condition: ({ type }) => type === 'mutation',
          // Each alone, for each has a key of its own.
          true: httpLink({
            ...ours,
            headers: ({ op }) => retryHeader(op.context.retryKey),
            fetch: fetchWithin(120_000),
          }),
          false: httpBatchLink({ ...ours, maxURLLength: 2000, maxItems: 10, fetch: fetchWithin(60_000) }),
        }),
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
