import { dehydrate, HydrationBoundary } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { describeActor, pageActor } from '@/auth/page-actor'
import { uploadLimit } from '@/trpc/import-files'
import { serverTrpc } from '@/trpc/server'
import { listInput, loadStartState } from '@/ui/imports/import-state'
import { StartPage } from '@/ui/imports/start-page'
import type { SearchParams } from '../people-page'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('imports')
  return { title: t('title') }
}

export default async function SchoolImportsPage({ searchParams }: { searchParams: SearchParams }) {
  const { scopes } = await describeActor(await pageActor())
  if (!scopes.includes('people:import')) redirect('/account')
  const [{ queryClient, trpc }, state] = await Promise.all([serverTrpc(), loadStartState(searchParams)])
  await queryClient.prefetchQuery(trpc.imports.list.queryOptions(listInput(state)))
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <StartPage limit={uploadLimit()} />
    </HydrationBoundary>
  )
}
