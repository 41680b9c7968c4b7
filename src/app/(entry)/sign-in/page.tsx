import { Title } from '@mantine/core'
import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { setupState } from '@/auth/setup-link'
import { serverTrpc } from '@/trpc/server'
import { sameSitePath } from '@/ui/auth/same-site-path'
import { SignInForm } from '@/ui/auth/sign-in-form'
import { EntrySheet } from '@/ui/kit/entry-frame'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('signIn')
  return { title: t('title') }
}

export default async function SignInPage({
  searchParams,
}: {
  searchParams: Promise<{ next?: string | string[]; error?: string | string[] }>
}) {
  if ((await setupState('')) !== 'already_set_up') redirect('/setup')
  const [t, { next, error }, { queryClient, trpc }] = await Promise.all([
    getTranslations('signIn'),
    searchParams,
    serverTrpc(),
  ])
  const schools = await queryClient.fetchQuery(trpc.entry.schools.queryOptions())
  return (
    <EntrySheet>
      <Title order={1} mb="lg">
        {t('title')}
      </Title>
      <SignInForm
        next={sameSitePath(typeof next === 'string' ? next : undefined)}
        canRegister={schools.length > 0}
        isRefused={error === 'other_site'}
      />
    </EntrySheet>
  )
}
