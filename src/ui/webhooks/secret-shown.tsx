'use client'

import { Button, Group, Stack, Text } from '@mantine/core'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { CopyField } from '../kit/copy-field'

type Props = { secret: string; endpoint: number; done: () => void }

/** A signing secret, this once, and how it is used. */
export function SecretShown({ secret, endpoint, done }: Props) {
  const t = useTranslations('webhooks')
  const router = useRouter()
  return (
    <Stack gap="md">
      <Text size="sm">{t('secretOnce')}</Text>
      <CopyField value={secret} label={t('secret')} action={t('copy')} />
      <Text size="sm" c="dimmed">
        {t('secretUse')}
      </Text>
      <Group justify="flex-end" mt="xs">
        <Button
          onClick={() => {
            done()
            router.push(`/webhooks/${endpoint}`)
          }}
        >
          {t('done')}
        </Button>
      </Group>
    </Stack>
  )
}
