'use client'

import { useIsMutating } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { OnceDialog } from '../kit/once-dialog'
import { useTRPC } from '../trpc/client'
import { EndpointForm } from './endpoint-form'
import { SecretShown } from './secret-shown'
import type { Endpoint, NewEndpoint } from './types'

type Props = { opened: boolean; edited: Endpoint | undefined; close: () => void }

/** Makes an endpoint, and then shows its secret, which nothing but its own button closes; or changes one. */
export function EndpointDialog({ opened, edited, close }: Props) {
  const t = useTranslations('webhooks')
  const trpc = useTRPC()
  const busy = useIsMutating({ mutationKey: trpc.webhooks.pathKey() }) > 0
  const [made, setMade] = useState<NewEndpoint>()
  return (
    <OnceDialog
      opened={opened}
      title={t(made ? 'made' : edited ? 'edit' : 'new')}
      busy={busy}
      shown={made !== undefined}
      close={close}
      gone={() => setMade(undefined)}
    >
      {made ? (
        <SecretShown secret={made.secret} endpoint={made.id} done={close} />
      ) : (
        <EndpointForm edited={edited} made={setMade} close={close} />
      )}
    </OnceDialog>
  )
}
