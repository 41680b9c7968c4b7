'use client'

import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useQueryStates } from 'nuqs'
import { useEffect, useRef } from 'react'
import { useFailureText } from '../i18n/use-failure-text'
import { notifyFailure } from '../kit/notify'
import { useTRPC } from '../trpc/client'
import { failureOf } from '../trpc/failure-of'
import { importParsers } from './import-state'

const isBusy = (state: string | undefined) => state === 'reading' || state === 'running'

/** An import, asked for again and again while something is done with it. */
export function useImport(id: number) {
  const trpc = useTRPC()
  const client = useQueryClient()
  const query = useQuery(
    trpc.imports.get.queryOptions(
      { id },
      { staleTime: 0, refetchInterval: ({ state }) => (isBusy(state.data?.state) ? 700 : false) },
    ),
  )
  const now = query.data?.state
  const before = useRef(now)
  const { moved = 0, moved_missing: people = 0 } = query.data?.counts ?? {}
  const [, setState] = useQueryStates(importParsers)
  useEffect(() => {
    const was = before.current
    before.current = now
    if (was === undefined || was === now || isBusy(now)) return
    // What was read or written is other than what other pages remember.
    void client.invalidateQueries(trpc.imports.rows.pathFilter())
    void client.invalidateQueries(trpc.imports.missing.pathFilter())
    void client.invalidateQueries(trpc.imports.unknownOptions.pathFilter())
    void client.invalidateQueries(trpc.imports.list.pathFilter())
    // The preview says why nothing was written, whatever step the address had when the import was opened.
    const isMoved = moved + people > 0
    const shown = isMoved ? ({ rows: moved > 0 ? 'moved' : 'missing', page: null, q: null } as const) : {}
    if (was === 'running' && now === 'ready') void setState({ step: 'preview', ...shown })
    if (now !== 'done') return
    for (const each of [trpc.people, trpc.history, trpc.fields]) void client.invalidateQueries(each.pathFilter())
  }, [now, moved, people, client, trpc, setState])
  return query
}

/** What follows an act on an import: what is shown is read again, what failed is said. */
export function useImportAct() {
  const trpc = useTRPC()
  const client = useQueryClient()
  const { ofFailure } = useFailureText()
  return {
    onError: (error: unknown) => notifyFailure(ofFailure(failureOf(error))),
    onSettled: () => client.invalidateQueries(trpc.imports.pathFilter()),
  }
}
