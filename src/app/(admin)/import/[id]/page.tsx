import { dehydrate, HydrationBoundary } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { notFound, redirect } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { describeActor, pageActor } from '@/auth/page-actor'
import { serverTrpc } from '@/trpc/server'
import { ImportPage } from '@/ui/imports/import-page'
import { loadImportState, rowsInput } from '@/ui/imports/import-state'
import type { SearchParams } from '../../people-page'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('imports')
  return { title: t('title') }
}

type Props = { params: Promise<{ id: string }>; searchParams: SearchParams }

export default async function SchoolImportPage({ params, searchParams }: Props) {
  const { scopes } = await describeActor(await pageActor())
  if (!scopes.includes('people:import')) redirect('/account')
  const { id: given } = await params
  const id = /^[1-9]\d{0,8}$/.test(given) ? Number(given) : 0
  const [{ queryClient, trpc }, state] = await Promise.all([serverTrpc(), loadImportState(searchParams)])
  const found = await queryClient.fetchQuery(trpc.imports.get.queryOptions({ id })).catch(() => undefined)
  if (!found) notFound()
  if (state.rows !== 'missing') await queryClient.prefetchQuery(trpc.imports.rows.queryOptions(rowsInput(id, state)))
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <ImportPage id={id} />
    </HydrationBoundary>
  )
}
