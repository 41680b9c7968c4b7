'use client'

import { Modal } from '@mantine/core'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { InvitationForm, type Made } from './invitation-form'
import { InvitationMade } from './invitation-made'

/** Makes an invitation, and then shows its link, which a press beside it does not lose. */
export function InvitationDialog({ opened, close }: { opened: boolean; close: () => void }) {
  const t = useTranslations('accounts.invitations')
  const common = useTranslations('common')
  const [made, setMade] = useState<Made>()
  return (
    <Modal
      opened={opened}
      onClose={close}
      title={t(made ? 'made' : 'new')}
      size="lg"
      closeOnClickOutside={!made}
      closeButtonProps={{ 'aria-label': common('close') }}
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
