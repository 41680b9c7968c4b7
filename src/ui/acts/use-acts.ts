'use client'

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import type { ActState } from '@/domain/acts/schema'
import { useFailureText } from '../i18n/use-failure-text'
import { notifyFailure } from '../kit/notify'
import { useCan } from '../shell/actor-context'
import { useTRPC } from '../trpc/client'
import { failureOf } from '../trpc/failure-of'

/** How often a page asks what is under way, in milliseconds: while something is, and otherwise. */
const pace = { busy: 2_000, free: 20_000 }

/**
 * The big acts of the school; what other pages remember is asked for again when one has ended. Nothing is asked before it is
 * `wanted` once, but where an act is known of already.
 */
export function useActs(wanted: boolean) {
  const trpc = useTRPC()
  const client = useQueryClient()
  const mayAct = useCan('people:write')
  const known = client.getQueryData(trpc.acts.list.queryKey())
  const isAsked = useRef(false)
  isAsked.current ||= wanted || (known !== undefined && known.open.length + known.ended.length > 0)
  const enabled = mayAct && isAsked.current
  const query = useQuery(
    trpc.acts.list.queryOptions(undefined, {
      enabled,
      staleTime: pace.busy,
      retry: false,
      refetchInterval: ({ state }) => (state.data?.open.length ? pace.busy : pace.free),
    }),
  )
  const open = query.data?.open.map(({ id }) => id).join(' ')
  const before = useRef(open)
  useEffect(() => {
    const was = before.current?.split(' ').filter(Boolean) ?? []
    const now = new Set(open?.split(' '))
    before.current = open
    if (open === undefined || was.every((id) => now.has(id))) return
    for (const each of [trpc.people, trpc.history, trpc.fields, trpc.imports, trpc.rollover])
      void client.invalidateQueries(each.pathFilter())
  }, [open, client, trpc])
  return query.data
}

/** What can be done about an act: the list is asked for again after it. */
export function useActAct() {
  const trpc = useTRPC()
  const client = useQueryClient()
  const { ofFailure } = useFailureText()
  const settled = {
    onError: (error: unknown) => notifyFailure(ofFailure(failureOf(error))),
    onSettled: () => client.invalidateQueries(trpc.acts.pathFilter()),
  }
  return {
    cancel: useMutation(trpc.acts.cancel.mutationOptions(settled)),
    forget: useMutation(trpc.acts.forget.mutationOptions(settled)),
    retry: useMutation(trpc.acts.retry.mutationOptions(settled)),
  }
}

/** One act of one's own, asked for again and again until it has ended; undefined while nothing is known of it. */
export function useAct(job: string | undefined): ActState | 'gone' | undefined {
  const trpc = useTRPC()
  const { data } = useQuery(
    trpc.acts.get.queryOptions(
      { job: job ?? '0' },
      {
        enabled: job !== undefined,
        staleTime: 0,
        gcTime: 0,
        refetchInterval: ({ state }) => {
          const now = state.data?.act?.state
          return state.data === undefined || now === 'waiting' || now === 'running' ? 1_000 : false
        },
      },
    ),
  )
  return data && (data.act ?? 'gone')
}
