'use client'

import { Alert, Button, Group, Stack } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { useTranslations } from 'next-intl'
import { CopyField } from '../kit/copy-field'
import type { NewKey } from './types'

const parts = ['api_key', 'client_id', 'client_secret'] as const

/** A new secret, which is shown this once. */
export function KeyShown({ made, done }: { made: NewKey; done: () => void }) {
  const t = useTranslations('apiKeys')
  const common = useTranslations('common')
  return (
    <Stack gap="md">
      <Alert color="amber" icon={<IconAlertTriangle size={18} aria-hidden="true" />} title={t('once')}>
        {t('onceBody')}
      </Alert>
      {parts.map((part) => (
        <div key={part}>
          <CopyField
            value={made[part]}
            label={t(`parts.${part}`)}
            action={common('copy')}
            name={t('copyPart', { part })}
          />
        </div>
      ))}
      <Group justify="flex-end" mt="xs">
        <Button onClick={done}>{t('kept')}</Button>
      </Group>
    </Stack>
  )
}
