import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { serverTrpc } from '@/trpc/server'
import { DeadLink } from '@/ui/entry/dead-link'
import { ResetPage } from '@/ui/entry/reset-page'
import { EntrySheet } from '@/ui/kit/entry-frame'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('register.reset')
  // The token is a secret until it is used: it goes to no other site.
  return { title: t('title'), referrer: 'no-referrer' }
}

export default async function ResetByLinkPage({ params }: { params: Promise<{ token: string }> }) {
  const [{ token }, t, { queryClient, trpc }] = await Promise.all([params, getTranslations('register'), serverTrpc()])
  const found = await queryClient.fetchQuery(trpc.entry.resetLink.queryOptions({ token: token.slice(0, 300) }))
  return (
    <EntrySheet width={460}>
      {found ? (
        <ResetPage token={token} username={found.username} />
      ) : (
        <DeadLink
          title={t('reset.dead')}
          body={t('reset.deadBody')}
          links={[
            { href: '/forgotten', label: t('reset.forgotten') },
            { href: '/sign-in', label: t('signIn') },
          ]}
        />
      )}
    </EntrySheet>
  )
}
