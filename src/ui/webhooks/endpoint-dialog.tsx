'use client'

import { Modal } from '@mantine/core'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { EndpointForm } from './endpoint-form'
import { SecretShown } from './secret-shown'
import type { Endpoint, NewEndpoint } from './types'

type Props = { opened: boolean; edited: Endpoint | undefined; close: () => void }

/** Makes an endpoint, and then shows its secret, which nothing but its own button closes; or changes one. */
export function EndpointDialog({ opened, edited, close }: Props) {
  const t = useTranslations('webhooks')
  const common = useTranslations('common')
  const [made, setMade] = useState<NewEndpoint>()
  return (
    <Modal
      opened={opened}
      onClose={close}
      title={t(made ? 'made' : edited ? 'edit' : 'new')}
      size="lg"
      closeOnClickOutside={false}
      closeOnEscape={!made}
      withCloseButton={!made}
      closeButtonProps={{ 'aria-label': common('close') }}
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
