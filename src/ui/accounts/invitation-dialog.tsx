'use client'

import { useIsMutating } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { OnceDialog } from '../kit/once-dialog'
import { useTRPC } from '../trpc/client'
import { InvitationForm, type Made } from './invitation-form'
import { InvitationMade } from './invitation-made'

/** Makes an invitation, and then shows its link, which nothing but its own button closes. */
export function InvitationDialog({ opened, close }: { opened: boolean; close: () => void }) {
  const t = useTranslations('accounts.invitations')
  const trpc = useTRPC()
  const busy = useIsMutating({ mutationKey: trpc.accounts.invite.mutationKey() }) > 0
  const [made, setMade] = useState<Made>()
  return (
    <OnceDialog
      opened={opened}
      title={t(made ? 'made' : 'new')}
      busy={busy}
      shown={made !== undefined}
      close={close}
      gone={() => setMade(undefined)}
    >
      {made ? (
        <InvitationMade link={`${window.location.origin}/register/${made.token}`} auto={made.auto} done={close} />
      ) : (
        <InvitationForm made={setMade} cancel={close} />
      )}
    </OnceDialog>
  )
}
