'use client'

import { Modal } from '@mantine/core'
import { useIsMutating } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { useTRPC } from '../trpc/client'
import { KeyShown } from './key-shown'
import type { NewKey } from './types'

type Props = {
  opened: boolean
  title: string
  made: NewKey | undefined
  close: () => void
  /** Called when it is gone from sight. */
  gone: () => void
  children: ReactNode
}

/** A dialog that may end in a new secret, which it then shows, and which nothing but its own button closes. */
export function SecretDialog({ opened, title, made, close, gone, children }: Props) {
  const common = useTranslations('common')
  const trpc = useTRPC()
  // The secret that is on its way would come to a closed dialog.
  const busy = useIsMutating({ mutationKey: trpc.apiKeys.pathKey() }) > 0
  return (
    <Modal
      opened={opened}
      onClose={close}
      title={title}
      size="lg"
      closeOnClickOutside={false}
      closeOnEscape={!made && !busy}
      withCloseButton={!made}
      closeButtonProps={{ 'aria-label': common('close'), disabled: busy }}
      onExitTransitionEnd={gone}
    >
      {made ? <KeyShown made={made} done={close} /> : children}
    </Modal>
  )
}
