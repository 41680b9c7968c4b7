import { dehydrate, HydrationBoundary } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { describeActor, pageActor } from '@/auth/page-actor'
import { serverTrpc } from '@/trpc/server'
import { WebhooksPage } from '@/ui/webhooks/webhooks-page'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('webhooks')
  return { title: t('title') }
}

export default async function SchoolWebhooksPage() {
  const { scopes } = await describeActor(await pageActor())
  if (!scopes.includes('webhooks:write')) redirect('/account')
  const { queryClient, trpc } = await serverTrpc()
  await queryClient.prefetchQuery(trpc.webhooks.list.queryOptions())
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <WebhooksPage />
    </HydrationBoundary>
  )
}
