import { Anchor, Stack, Text, Title } from '@mantine/core'
import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { setupState } from '@/auth/setup-link'
import { EntrySheet } from '@/ui/kit/entry-frame'
import { SetupWizard } from '@/ui/setup/setup-wizard'
import { TrpcRoot } from '@/ui/trpc/trpc-root'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('setup')
  // The token is a secret until it is used: it goes to no other site.
  return { title: t('title'), referrer: 'no-referrer' }
}

export default async function SetupByLinkPage({ params }: { params: Promise<{ token: string }> }) {
  const { token } = await params
  const state = await setupState(token)
  if (state === 'open') {
    return (
      <EntrySheet width={520}>
        <TrpcRoot>
          <SetupWizard token={token} />
        </TrpcRoot>
      </EntrySheet>
    )
  }
  const t = await getTranslations('setup.dead')
  const done = state === 'already_set_up'
  return (
    <EntrySheet width={480}>
      <Stack gap="sm">
        <Title order={1}>{t(state)}</Title>
        <Text>{t(done ? 'alreadyBody' : 'body')}</Text>
        {done && <Anchor href="/sign-in">{t('signIn')}</Anchor>}
      </Stack>
    </EntrySheet>
  )
}
