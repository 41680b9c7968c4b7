import { Anchor, Stack, Text, Title } from '@mantine/core'
import { getTranslations } from 'next-intl/server'
import { EntryFrame, EntrySheet } from '@/ui/kit/entry-frame'

export default async function NotFound() {
  const t = await getTranslations('common.notFound')
  return (
    <EntryFrame>
      <EntrySheet width={440}>
        <Stack gap="sm">
          <Title order={1}>{t('title')}</Title>
          <Text>{t('body')}</Text>
          <Anchor href="/">{t('home')}</Anchor>
        </Stack>
      </EntrySheet>
    </EntryFrame>
  )
}
