'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useFailureText } from '../i18n/use-failure-text'
import { notifyDone, notifyFailure } from '../kit/notify'
import { useTRPC } from '../trpc/client'
import { failureOf } from '../trpc/failure-of'
import type { Account } from './types'

type Change = { is_grade?: number; is_super?: number; is_active?: boolean }

/** What an administrator does with one account of the school. */
export function useAccountActions({ id, username: name }: Pick<Account, 'id' | 'username'>) {
  const t = useTranslations('accounts.detail')
  const trpc = useTRPC()
  const client = useQueryClient()
  const { ofFailure } = useFailureText()
  const onSettled = () => client.invalidateQueries(trpc.accounts.pathFilter())
  const onError = (error: unknown) => {
    const failure = failureOf(error)
    const isLast = failure?.kind === 'refused' && failure.reason === 'last_admin'
    notifyFailure(isLast ? t('lastAdmin') : ofFailure(failure))
  }
  const update = useMutation(trpc.accounts.update.mutationOptions({ onError, onSettled }))
  const end = useMutation(
    trpc.accounts.endSessions.mutationOptions({
      onSuccess: () => notifyDone(t('ended', { name })),
      onError,
      onSettled,
    }),
  )
  const erase = useMutation(
    trpc.accounts.erase.mutationOptions({ onSuccess: () => notifyDone(t('erased', { name })), onError, onSettled }),
  )
  const link = useMutation(trpc.accounts.resetLink.mutationOptions({ onError }))
  return {
    change: (patch: Change, said: string) =>
      update.mutateAsync({ id, patch }).then(
        () => notifyDone(said),
        () => undefined,
      ),
    end: () => end.mutate({ id }),
    /** Whether it is gone. */
    erase: () =>
      erase.mutateAsync({ id }).then(
        () => true,
        () => false,
      ),
    /** The secret of the link, or undefined when it was not made. */
    makeLink: () =>
      link
        .mutateAsync({ id })
        .then(({ token }) => token)
        .catch(() => undefined),
    busy: update.isPending || end.isPending || link.isPending || erase.isPending,
  }
}
