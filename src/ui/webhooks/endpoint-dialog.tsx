'use client'

import { Modal } from '@mantine/core'
import { useIsMutating } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useTRPC } from '../trpc/client'
import { EndpointForm } from './endpoint-form'
import { SecretShown } from './secret-shown'
import type { Endpoint, NewEndpoint } from './types'

type Props = { opened: boolean; edited: Endpoint | undefined; close: () => void }

/** Makes an endpoint, and then shows its secret, which nothing but its own button closes; or changes one. */
export function EndpointDialog({ opened, edited, close }: Props) {
  const t = useTranslations('webhooks')
  const common = useTranslations('common')
  const trpc = useTRPC()
  // The secret that is on its way would come to a closed dialog.
  const busy = useIsMutating({ mutationKey: trpc.webhooks.pathKey() }) > 0
  const [made, setMade] = useState<NewEndpoint>()
  return (
    <Modal
      opened={opened}
      onClose={close}
      title={t(made ? 'made' : edited ? 'edit' : 'new')}
      size="lg"
      closeOnClickOutside={false}
      closeOnEscape={!made && !busy}
      withCloseButton={!made}
      closeButtonProps={{ 'aria-label': common('close'), disabled: busy }}
      onExitTransitionEnd={() => setMade(undefined)}
    >
      {made ? (
        <SecretShown secret={made.secret} endpoint={made.id} done={close} />
      ) : (
        <EndpointForm edited={edited} made={setMade} close={close} />
      )}
    </Modal>
  )
}
