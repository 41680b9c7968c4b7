import { dehydrate, HydrationBoundary } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { describeActor, pageActor } from '@/auth/page-actor'
import { serverTrpc } from '@/trpc/server'
import { FieldsPage } from '@/ui/fields/fields-page'
import { loadFieldsState, roleOfWhose } from '@/ui/fields/fields-state'
import type { SearchParams } from '../people-page'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('fields')
  return { title: t('title') }
}

export default async function FieldDefinitionsPage({ searchParams }: { searchParams: SearchParams }) {
  const { scopes } = await describeActor(await pageActor())
  if (!scopes.includes('fields:read')) redirect('/account')
  const [{ queryClient, trpc }, state] = await Promise.all([serverTrpc(), loadFieldsState(searchParams)])
  await Promise.all([
    queryClient.prefetchQuery(trpc.fields.held.queryOptions({ role: roleOfWhose[state.of] })),
    scopes.includes('fields:write') && queryClient.prefetchQuery(trpc.fields.deleted.queryOptions()),
  ])
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <FieldsPage />
    </HydrationBoundary>
  )
}
