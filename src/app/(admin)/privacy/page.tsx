import { dehydrate, HydrationBoundary } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { describeActor, pageActor } from '@/auth/page-actor'
import { serverTrpc } from '@/trpc/server'
import { PrivacyPage } from '@/ui/privacy/privacy-page'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('privacy')
  return { title: t('title') }
}

export default async function SchoolPrivacyPage() {
  const { scopes } = await describeActor(await pageActor())
  if (!scopes.includes('privacy:write')) redirect('/account')
  const { queryClient, trpc } = await serverTrpc()
  await queryClient.prefetchQuery(trpc.privacy.retention.queryOptions())
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <PrivacyPage />
    </HydrationBoundary>
  )
}
