'use client'

import { Alert, Button } from '@mantine/core'
import { useTranslations } from 'next-intl'

export function LoadFailed({ retry }: { retry: () => void }) {
  const t = useTranslations('common')
  return (
    <Alert color="red" role="alert" title={t('loadFailed')} mt="md">
      <Button size="compact-sm" variant="default" onClick={retry}>
        {t('retry')}
      </Button>
    </Alert>
  )
}
