import { dehydrate, HydrationBoundary } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { describeActor, pageActor } from '@/auth/page-actor'
import { serverTrpc } from '@/trpc/server'
import { InvitationsPage } from '@/ui/accounts/invitations-page'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('accounts.invitations')
  return { title: t('title') }
}

export default async function SchoolInvitationsPage() {
  const { scopes } = await describeActor(await pageActor())
  if (!scopes.includes('accounts:manage')) redirect('/account')
  const { queryClient, trpc } = await serverTrpc()
  await Promise.all([
    queryClient.prefetchQuery(trpc.accounts.invitations.queryOptions()),
    queryClient.prefetchQuery(trpc.accounts.registrations.queryOptions()),
  ])
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <InvitationsPage />
    </HydrationBoundary>
  )
}
