'use client'

import { useQueryClient } from '@tanstack/react-query'
import { useFailureText } from '../i18n/use-failure-text'
import { notifyDone, notifyFailure } from '../kit/notify'
import { useTRPC } from '../trpc/client'
import { failureOf } from '../trpc/failure-of'

/** What follows an act on a key: it is said, the dialog goes, the list is read again. */
export function useKeyAct(done: string, close: () => void) {
  const trpc = useTRPC()
  const client = useQueryClient()
  const { ofFailure } = useFailureText()
  return {
    onSuccess: () => notifyDone(done),
    onError: (error: unknown) => notifyFailure(ofFailure(failureOf(error))),
    onSettled: () => {
      close()
      return client.invalidateQueries(trpc.apiKeys.list.queryFilter())
    },
  }
}
