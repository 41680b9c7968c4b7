'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useFailureText } from '../i18n/use-failure-text'
import { notifyDone, notifyFailure } from '../kit/notify'
import { useTRPC } from '../trpc/client'
import { failureOf } from '../trpc/failure-of'

/** Letting registrations in, refusing them, and deciding what accounts ask to be; all lists and numbers follow. */
export function useDecisions() {
  const t = useTranslations('accounts.approvals')
  const trpc = useTRPC()
  const client = useQueryClient()
  const { ofFailure } = useFailureText()
  // A teacher's record may have been made on the way.
  const onSettled = () =>
    Promise.all([
      client.invalidateQueries(trpc.accounts.pathFilter()),
      client.invalidateQueries(trpc.people.pathFilter()),
    ])
  const onError = (error: unknown) => {
    const failure = failureOf(error)
    const number = failure?.kind === 'invalid' && failure.issues.find(({ field }) => field === 'usin')
    notifyFailure(number ? t('numberTaken', { value: number.value ?? '' }) : ofFailure(failure))
  }
  const approve = useMutation(
    trpc.accounts.approve.mutationOptions({
      onSuccess: ({ count }) => notifyDone(t('approved', { count })),
      onError,
      onSettled,
    }),
  )
  const refuse = useMutation(
    trpc.accounts.refuse.mutationOptions({
      onSuccess: ({ count }) => notifyDone(t('refused', { count })),
      onError,
      onSettled,
    }),
  )
  const decide = useMutation(trpc.accounts.decideWishes.mutationOptions({ onError, onSettled }))
  return {
    approve: approve.mutateAsync,
    refuse: refuse.mutateAsync,
    decideWishes: async (wanted: readonly number[], grant: boolean, reason = '') => {
      const { count } = await decide.mutateAsync({ ids: [...wanted], grant, reason })
      notifyDone(t(grant ? 'granted' : 'denied', { count }))
    },
    busy: approve.isPending || refuse.isPending || decide.isPending,
  }
}
