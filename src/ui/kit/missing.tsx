import { Anchor, Stack, Text, Title } from '@mantine/core'
import { useTranslations } from 'next-intl'

/** What stands where there is nothing at an address. */
export function Missing() {
  const t = useTranslations('common.notFound')
  return (
    <Stack gap="sm" maw={520}>
      <Title order={1}>{t('title')}</Title>
      <Text>{t('body')}</Text>
      <Anchor href="/">{t('home')}</Anchor>
    </Stack>
  )
}
