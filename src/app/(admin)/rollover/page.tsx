import { dehydrate, HydrationBoundary } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { describeActor, pageActor } from '@/auth/page-actor'
import { serverTrpc } from '@/trpc/server'
import { RolloverPage } from '@/ui/rollover/rollover-page'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('rollover')
  return { title: t('title') }
}

export default async function SchoolRolloverPage() {
  const { scopes } = await describeActor(await pageActor())
  if (!scopes.includes('people:write') || !scopes.includes('fields:write')) redirect('/account')
  const { queryClient, trpc } = await serverTrpc()
  await queryClient.prefetchQuery(trpc.rollover.start.queryOptions())
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <RolloverPage />
    </HydrationBoundary>
  )
}
