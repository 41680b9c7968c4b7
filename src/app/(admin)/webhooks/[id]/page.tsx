import { dehydrate, HydrationBoundary } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { notFound, redirect } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { describeActor, pageActor } from '@/auth/page-actor'
import { serverTrpc } from '@/trpc/server'
import { EndpointPage } from '@/ui/webhooks/endpoint-page'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('webhooks')
  return { title: t('title') }
}

export default async function SchoolEndpointPage({ params }: { params: Promise<{ id: string }> }) {
  const { scopes } = await describeActor(await pageActor())
  if (!scopes.includes('webhooks:write')) redirect('/account')
  const { id: given } = await params
  const id = /^[1-9]\d{0,8}$/.test(given) ? Number(given) : 0
  const { queryClient, trpc } = await serverTrpc()
  const found = await queryClient.fetchQuery(trpc.webhooks.get.queryOptions({ id })).catch(() => undefined)
  if (!found) notFound()
  await queryClient.prefetchInfiniteQuery(
    trpc.webhooks.deliveries.infiniteQueryOptions({ endpoint_id: id }, { getNextPageParam: () => undefined }),
  )
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <EndpointPage id={id} />
    </HydrationBoundary>
  )
}
