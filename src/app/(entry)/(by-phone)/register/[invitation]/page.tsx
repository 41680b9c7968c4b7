import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { serverTrpc } from '@/trpc/server'
import { DeadLink } from '@/ui/entry/dead-link'
import { RegisterPage } from '@/ui/entry/register-page'
import { EntrySheet } from '@/ui/kit/entry-frame'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('register')
  // The token lets people in: it goes to no other site.
  return { title: t('title'), referrer: 'no-referrer' }
}

export default async function InvitedPage({ params }: { params: Promise<{ invitation: string }> }) {
  const [{ invitation: token }, t, { queryClient, trpc }] = await Promise.all([
    params,
    getTranslations('register'),
    serverTrpc(),
  ])
  const [found, schools] = await Promise.all([
    queryClient.fetchQuery(trpc.entry.invitation.queryOptions({ token: token.slice(0, 300) })),
    queryClient.fetchQuery(trpc.entry.schools.queryOptions()),
  ])
  if (!found) {
    const register = { href: '/register', label: t('dead.register') }
    const links = [...(schools.length > 0 ? [register] : []), { href: '/sign-in', label: t('signIn') }]
    return (
      <EntrySheet width={460}>
        <DeadLink title={t('dead.title')} body={t('dead.body')} links={links} />
      </EntrySheet>
    )
  }
  const school = { id: found.school_id, name: found.school_name }
  return (
    <EntrySheet width={460}>
      <RegisterPage schools={schools} invited={{ token, school, autoApprove: found.auto_approve }} />
    </EntrySheet>
  )
}
