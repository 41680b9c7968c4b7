import { dehydrate, HydrationBoundary } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { describeActor, pageActor } from '@/auth/page-actor'
import { serverTrpc } from '@/trpc/server'
import { HistoryPage } from '@/ui/history/history-page'
import { historyInput, loadHistoryState, openSet } from '@/ui/history/history-state'
import type { SearchParams } from '../people-page'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('history')
  return { title: t('title') }
}

export default async function SchoolHistoryPage({ searchParams }: { searchParams: SearchParams }) {
  const { scopes } = await describeActor(await pageActor())
  if (!scopes.includes('history:read')) redirect('/account')
  const [{ queryClient, trpc }, state] = await Promise.all([serverTrpc(), loadHistoryState(searchParams)])
  const set = openSet(state.set)
  await Promise.all([
    queryClient.prefetchQuery(trpc.history.list.queryOptions(historyInput(state))),
    queryClient.prefetchQuery(trpc.history.authors.queryOptions()),
    set !== undefined && queryClient.prefetchQuery(trpc.history.get.queryOptions({ change_set: set })),
  ])
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <HistoryPage />
    </HydrationBoundary>
  )
}
