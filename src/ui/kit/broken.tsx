'use client'

import { Button, Stack, Text, Title } from '@mantine/core'
import { useTranslations } from 'next-intl'

/** What stands where a page failed; the digest is what the server's log knows it by. */
export function Broken({ digest, retry }: { digest: string | undefined; retry: () => void }) {
  const t = useTranslations('common')
  return (
    <Stack gap="sm" align="flex-start" maw={520}>
      <Title order={1}>{t('broken.title')}</Title>
      <Text>{t('broken.body')}</Text>
      {digest && (
        <Text size="sm" c="dimmed" className="tabular">
          {t('broken.code', { code: digest })}
        </Text>
      )}
      <Button onClick={retry}>{t('retry')}</Button>
    </Stack>
  )
}
