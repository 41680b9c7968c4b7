import { Code, List, ListItem, Stack, Text, Title } from '@mantine/core'
import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { setupState } from '@/auth/setup-link'
import { EntrySheet } from '@/ui/kit/entry-frame'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('setup')
  return { title: t('title') }
}

export default async function SetupPage() {
  if ((await setupState('')) === 'already_set_up') redirect('/sign-in')
  const t = await getTranslations('setup.needLink')
  return (
    <EntrySheet width={480}>
      <Stack gap="md">
        <Title order={1}>{t('title')}</Title>
        <Text>{t('body')}</Text>
        <List type="ordered" spacing={8} withPadding>
          <ListItem>{t('step1')}</ListItem>
          <ListItem>{t.rich('step2', { path: () => <Code>/setup/…</Code> })}</ListItem>
          <ListItem>{t('step3')}</ListItem>
        </List>
        <Text size="sm" c="dimmed">
          {t('lost')}
        </Text>
      </Stack>
    </EntrySheet>
  )
}
