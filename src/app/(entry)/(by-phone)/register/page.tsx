import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { setupState } from '@/auth/setup-link'
import { serverTrpc } from '@/trpc/server'
import { DeadLink } from '@/ui/entry/dead-link'
import { RegisterPage } from '@/ui/entry/register-page'
import { EntrySheet } from '@/ui/kit/entry-frame'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('register')
  return { title: t('title') }
}

export default async function RegistrationPage() {
  if ((await setupState('')) !== 'already_set_up') redirect('/setup')
  const [t, { queryClient, trpc }] = await Promise.all([getTranslations('register'), serverTrpc()])
  const schools = await queryClient.fetchQuery(trpc.entry.schools.queryOptions())
  return (
    <EntrySheet width={460}>
      {schools.length > 0 ? (
        <RegisterPage schools={schools} />
      ) : (
        <DeadLink
          title={t('closed.title')}
          body={t('closed.body')}
          links={[{ href: '/sign-in', label: t('signIn') }]}
        />
      )}
    </EntrySheet>
  )
}
