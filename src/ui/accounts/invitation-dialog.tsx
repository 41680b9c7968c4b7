'use client'

import { Modal } from '@mantine/core'
import { useIsMutating } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useTRPC } from '../trpc/client'
import { InvitationForm, type Made } from './invitation-form'
import { InvitationMade } from './invitation-made'

/** Makes an invitation, and then shows its link, which nothing but its own button closes. */
export function InvitationDialog({ opened, close }: { opened: boolean; close: () => void }) {
  const t = useTranslations('accounts.invitations')
  const common = useTranslations('common')
  const trpc = useTRPC()
  // The link that is on its way would come to a closed dialog.
  const busy = useIsMutating({ mutationKey: trpc.accounts.invite.mutationKey() }) > 0
  const [made, setMade] = useState<Made>()
  return (
    <Modal
      opened={opened}
      onClose={close}
      title={t(made ? 'made' : 'new')}
      size="lg"
      closeOnClickOutside={!made && !busy}
      closeOnEscape={!made && !busy}
      withCloseButton={!made}
      closeButtonProps={{ 'aria-label': common('close'), disabled: busy }}
      onExitTransitionEnd={() => setMade(undefined)}
    >
      {made ? (
        <InvitationMade link={`${window.location.origin}/register/${made.token}`} auto={made.auto} done={close} />
      ) : (
        <InvitationForm made={setMade} cancel={close} />
      )}
    </Modal>
  )
}
