'use client'

import { Button, Stack, Text, Title } from '@mantine/core'
import { useTranslations } from 'next-intl'
import { useRecovery } from '../outage/use-recovery'

/** What stands where a page failed; the digest is what the server's log knows it by. */
export function Broken({ digest, retry }: { digest: string | undefined; retry: () => void }) {
  const t = useTranslations('common')
  const found = useRecovery()
  if (found !== 'broken') return <Away isKnown={found === 'away'} />
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

/** The words of the page that the server answers with while it can draw none. */
function Away({ isKnown }: { isKnown: boolean }) {
  const t = useTranslations('outage')
  return (
    <Stack gap="sm" align="flex-start" maw={520} mih={140} role="status">
      {isKnown && (
        <>
          <Title order={1}>{t('title')}</Title>
          <Text>{t('state.away')}</Text>
          <Text>{t('again')}</Text>
        </>
      )}
    </Stack>
  )
}
