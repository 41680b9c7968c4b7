'use client'

import { Switch } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useFailureText } from '../i18n/use-failure-text'
import { notifyFailure } from '../kit/notify'
import { useTRPC } from '../trpc/client'
import { failureOf } from '../trpc/failure-of'

/** Whether teachers can register without an invitation; it moves at once and goes back if the server says no. */
export function RegistrationsSwitch() {
  const t = useTranslations('accounts.invitations')
  const trpc = useTRPC()
  const client = useQueryClient()
  const { ofFailure } = useFailureText()
  const { queryKey } = trpc.accounts.registrations.queryOptions()
  const { data } = useQuery(trpc.accounts.registrations.queryOptions())
  const change = useMutation(
    trpc.accounts.setRegistrations.mutationOptions({
      onMutate: (wanted) => {
        client.setQueryData(queryKey, wanted)
      },
      onError: (error) => notifyFailure(ofFailure(failureOf(error))),
      onSettled: () => client.invalidateQueries(trpc.accounts.registrations.queryFilter()),
    }),
  )
  if (!data) return null
  return (
    <Switch
      mb="lg"
      checked={data.open}
      label={t('openToAll')}
      description={data.open ? t('openToAllOn') : t('openToAllOff')}
      onChange={(event) => change.mutate({ open: event.currentTarget.checked })}
    />
  )
}
