import { dehydrate, HydrationBoundary } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { pageActor } from '@/auth/page-actor'
import { serverTrpc } from '@/trpc/server'
import { AccountPage } from '@/ui/account/account-page'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('account')
  return { title: t('title') }
}

export default async function OwnAccountPage() {
  await pageActor()
  const { queryClient, trpc } = await serverTrpc()
  await Promise.all([
    queryClient.prefetchQuery(trpc.own.account.queryOptions()),
    queryClient.prefetchQuery(trpc.own.sessions.queryOptions()),
  ])
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <AccountPage />
    </HydrationBoundary>
  )
}
