'use client'

import { useQuery } from '@tanstack/react-query'
import { useActor, useCan } from '../shell/actor-context'
import { useTRPC } from '../trpc/client'
import { waitingInputs } from './waiting'

/** Every so often a registration comes in while the page stands open. */
const refetchInterval = 60_000

/** How much waits for a decision; nothing for whoever does not decide. */
export function useWaiting(): { pending: number; asking: number } {
  const trpc = useTRPC()
  const enabled = useCan('accounts:manage')
  const { waiting } = useActor()
  const first = (total: number | undefined) => (total === undefined ? {} : { initialData: { rows: [], total } })
  const pending = useQuery(
    trpc.accounts.list.queryOptions(waitingInputs.pending, { enabled, refetchInterval, ...first(waiting?.pending) }),
  )
  const asking = useQuery(
    trpc.accounts.list.queryOptions(waitingInputs.asking, { enabled, refetchInterval, ...first(waiting?.asking) }),
  )
  return { pending: pending.data?.total ?? 0, asking: asking.data?.total ?? 0 }
}
