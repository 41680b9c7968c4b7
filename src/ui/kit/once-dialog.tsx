'use client'

import { Modal } from '@mantine/core'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'

type Props = {
  opened: boolean
  title: string
  /** What is shown once is on its way: it would come to a closed dialog. */
  busy: boolean
  /** It is there. */
  shown: boolean
  close: () => void
  /** Called when the dialog is gone from sight. */
  gone: () => void
  children: ReactNode
}

/** A dialog that may end in what is shown once, a secret or a link, and which then nothing but a button in it closes. */
export function OnceDialog({ opened, title, busy, shown, close, gone, children }: Props) {
  const common = useTranslations('common')
  return (
    <Modal
      opened={opened}
      onClose={close}
      title={title}
      size="lg"
      closeOnClickOutside={false}
      closeOnEscape={!shown && !busy}
      withCloseButton={!shown}
      closeButtonProps={{ 'aria-label': common('close'), disabled: busy }}
      onExitTransitionEnd={gone}
    >
      {children}
    </Modal>
  )
}
