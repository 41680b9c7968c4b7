import '@mantine/notifications/styles.css'
import '@mantine/dates/styles.css'
import { NextIntlClientProvider } from 'next-intl'
import { getMessages } from 'next-intl/server'
import type { ReactNode } from 'react'
import { describeActor, pageActor } from '@/auth/page-actor'
import { serverTrpc } from '@/trpc/server'
import { waitingInputs } from '@/ui/accounts/waiting'
import { AdminRoot } from '@/ui/shell/admin-root'

/** How much waits for a decision, for whoever decides. */
async function countWaiting(scopes: readonly string[]) {
  if (!scopes.includes('accounts:manage')) return undefined
  const { queryClient, trpc } = await serverTrpc()
  const [pending, asking] = await Promise.all([
    queryClient.fetchQuery(trpc.accounts.list.queryOptions(waitingInputs.pending)),
    queryClient.fetchQuery(trpc.accounts.list.queryOptions(waitingInputs.asking)),
  ])
  return { pending: pending.total, asking: asking.total }
}

export default async function AdminLayout({ children }: { children: ReactNode }) {
  const [actor, { guides: _, reference: __, ...messages }] = await Promise.all([
    pageActor().then(describeActor),
    getMessages(),
  ])
  const waiting = await countWaiting(actor.scopes)
  return (
    <NextIntlClientProvider messages={messages}>
      <AdminRoot actor={{ ...actor, waiting }}>{children}</AdminRoot>
    </NextIntlClientProvider>
  )
}
