import { dehydrate, HydrationBoundary } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { describeActor, pageActor } from '@/auth/page-actor'
import { serverTrpc } from '@/trpc/server'
import { ApprovalsPage } from '@/ui/accounts/approvals-page'
import { approvalsInput, loadApprovalsState } from '@/ui/accounts/approvals-state'
import { nameOf, sameNameInput } from '@/ui/accounts/same-name'
import type { SearchParams } from '../people-page'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('accounts.approvals')
  return { title: t('title') }
}

export default async function WaitingPage({ searchParams }: { searchParams: SearchParams }) {
  const { scopes } = await describeActor(await pageActor())
  if (!scopes.includes('accounts:manage')) redirect('/account')
  const [{ queryClient, trpc }, state] = await Promise.all([serverTrpc(), loadApprovalsState(searchParams)])
  const { rows } = await queryClient.fetchQuery(trpc.accounts.list.queryOptions(approvalsInput(state)))
  if (state.of === 'waiting' && rows.length > 0) {
    const ids = rows.map(({ id }) => id)
    const suggested = await queryClient.fetchQuery(trpc.accounts.suggestions.queryOptions({ ids }))
    const unknown = rows.filter(({ id, username }) => !suggested[id] && nameOf(username) !== '')
    await Promise.all(
      unknown.map(({ username }) => queryClient.prefetchQuery(trpc.people.list.queryOptions(sameNameInput(username)))),
    )
  }
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <ApprovalsPage />
    </HydrationBoundary>
  )
}
