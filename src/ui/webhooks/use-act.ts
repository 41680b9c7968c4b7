'use client'

import { useQueryClient } from '@tanstack/react-query'
import { useFailureText } from '../i18n/use-failure-text'
import { notifyDone, notifyFailure } from '../kit/notify'
import { useTRPC } from '../trpc/client'
import { failureOf } from '../trpc/failure-of'

/** What follows an act on an endpoint or a message: it is said, and what is shown is read again. */
export function useAct<Done>(words: (done: Done) => string, after: () => void = () => {}) {
  const trpc = useTRPC()
  const client = useQueryClient()
  const { ofFailure } = useFailureText()
  return {
    onSuccess: (done: Done) => {
      notifyDone(words(done))
      after()
    },
    onError: (error: unknown) => notifyFailure(ofFailure(failureOf(error))),
    onSettled: () => client.invalidateQueries(trpc.webhooks.pathFilter()),
  }
}
