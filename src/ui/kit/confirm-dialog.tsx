'use client'

import { Button, Group, Modal, Text } from '@mantine/core'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'

type Props = {
  opened: boolean
  title: string
  children: ReactNode
  confirm: string
  cancel?: string
  busy?: boolean
  /** While what is asked for is not typed yet. */
  disabled?: boolean
  onConfirm: () => void
  onCancel: () => void
}

/** Asks before something is lost; Escape and the safe button come first. */
export function ConfirmDialog({
  opened,
  title,
  children,
  confirm,
  cancel,
  busy,
  disabled,
  onConfirm,
  onCancel,
}: Props) {
  const t = useTranslations('common')
  return (
    <Modal
      opened={opened}
      onClose={onCancel}
      title={title}
      zIndex={400}
      closeButtonProps={{ 'aria-label': t('close') }}
    >
      <Text size="sm" component="div">
        {children}
      </Text>
      <Group justify="flex-end" mt="lg">
        <Button variant="default" onClick={onCancel} data-autofocus>
          {cancel ?? t('cancel')}
        </Button>
        <Button color="red" onClick={onConfirm} loading={busy ?? false} disabled={disabled ?? false}>
          {confirm}
        </Button>
      </Group>
    </Modal>
  )
}
