'use client'

import { Button, Group, Modal, Stack, Text } from '@mantine/core'
import { useTranslations } from 'next-intl'
import { useRef } from 'react'
import { CopyLink } from './copy-link'

type Props = { name: string; token: string | undefined; close: () => void }

/** The link by which somebody sets a new password, shown once. */
export function ResetLinkDialog({ name, token, close }: Props) {
  const t = useTranslations('accounts.resetLink')
  const common = useTranslations('common')
  // It stays to be seen while the dialog fades.
  const last = useRef('')
  if (token) last.current = `${window.location.origin}/reset/${token}`
  return (
    <Modal
      opened={token !== undefined}
      onClose={close}
      title={t('title', { name })}
      size="lg"
      zIndex={400}
      closeOnClickOutside={false}
      closeOnEscape={false}
      closeButtonProps={{ 'aria-label': common('close') }}
    >
      <Stack gap="md">
        <Text size="sm">{t('body')}</Text>
        <CopyLink link={last.current} label={t('link')} />
        <Group justify="flex-end">
          <Button variant="default" onClick={close}>
            {common('close')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}
