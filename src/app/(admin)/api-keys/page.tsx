import { dehydrate, HydrationBoundary } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { describeActor, pageActor } from '@/auth/page-actor'
import { serverTrpc } from '@/trpc/server'
import { ApiKeysPage } from '@/ui/api-keys/api-keys-page'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('apiKeys')
  return { title: t('title') }
}

export default async function SchoolApiKeysPage() {
  const { scopes } = await describeActor(await pageActor())
  if (!scopes.includes('keys:write')) redirect('/account')
  const { queryClient, trpc } = await serverTrpc()
  await queryClient.prefetchQuery(trpc.apiKeys.list.queryOptions())
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <ApiKeysPage />
    </HydrationBoundary>
  )
}
