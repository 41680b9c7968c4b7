import { dehydrate, HydrationBoundary } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { describeActor, pageActor } from '@/auth/page-actor'
import { serverTrpc } from '@/trpc/server'
import { accountListInput } from '@/ui/accounts/account-list-input'
import { loadAccountListState } from '@/ui/accounts/account-list-state'
import { AccountsPage } from '@/ui/accounts/accounts-page'
import type { SearchParams } from '../people-page'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('accounts.list')
  return { title: t('title') }
}

export default async function SchoolAccountsPage({ searchParams }: { searchParams: SearchParams }) {
  const { scopes } = await describeActor(await pageActor())
  if (!scopes.includes('accounts:manage')) redirect('/account')
  const [{ queryClient, trpc }, state] = await Promise.all([serverTrpc(), loadAccountListState(searchParams)])
  await Promise.all([
    queryClient.prefetchQuery(trpc.accounts.list.queryOptions(accountListInput(state))),
    state.account !== null && queryClient.prefetchQuery(trpc.accounts.get.queryOptions({ id: state.account })),
  ])
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <AccountsPage />
    </HydrationBoundary>
  )
}
