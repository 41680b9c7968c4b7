'use client'

import { useQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useTRPC } from '../trpc/client'

/** How long registrations wait and when they are erased, in words by id; '' where nothing is known of one. */
export function useAges(ids: readonly number[]): (id: number) => string {
  const t = useTranslations('accounts.approvals')
  const trpc = useTRPC()
  const { data } = useQuery(trpc.accounts.ages.queryOptions({ ids: [...ids] }, { enabled: ids.length > 0 }))
  return (id) => {
    const age = data?.find((each) => each.id === id)
    if (!age) return ''
    return t(age.is_refused ? 'refusedFor' : 'waitingFor', { days: age.waiting_days, left: age.erased_in_days })
  }
}
