'use client'

import { useTranslations } from 'next-intl'
import { ConfirmDialog } from '../kit/confirm-dialog'

type Props = { opened: boolean; leave: () => void; stay: () => void }

export function UnsavedDialog({ opened, leave, stay }: Props) {
  const t = useTranslations('common.unsaved')
  return (
    <ConfirmDialog
      opened={opened}
      title={t('title')}
      confirm={t('leave')}
      cancel={t('stay')}
      onConfirm={leave}
      onCancel={stay}
    >
      {t('body')}
    </ConfirmDialog>
  )
}
