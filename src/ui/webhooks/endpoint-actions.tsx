'use client'

import { Button, Group } from '@mantine/core'
import { IconSend } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useTRPC } from '../trpc/client'
import { EndpointDialog } from './endpoint-dialog'
import { RemoveDialog } from './remove-dialog'
import { RotateDialog } from './rotate-dialog'
import type { Endpoint } from './types'
import { useAct } from './use-act'

/** What one can do with an endpoint. */
export function EndpointActions({ endpoint }: { endpoint: Endpoint }) {
  const t = useTranslations('webhooks')
  const trpc = useTRPC()
  const [act, setAct] = useState<'edit' | 'rotate' | 'remove'>()
  const close = () => setAct(undefined)
  const { id, enabled } = endpoint
  const test = useMutation(trpc.webhooks.test.mutationOptions(useAct(() => t('testSent'))))
  const toggle = useMutation(
    trpc.webhooks.update.mutationOptions(useAct(() => t(enabled ? 'disabledDone' : 'enabledDone'))),
  )
  return (
    <Group gap="xs" mt="md">
      <Button
        leftSection={<IconSend size={16} aria-hidden="true" />}
        loading={test.isPending}
        onClick={() => test.mutate({ id })}
      >
        {t('test')}
      </Button>
      <Button
        variant="default"
        loading={toggle.isPending}
        onClick={() => toggle.mutate({ id, patch: { enabled: !enabled } })}
      >
        {t(enabled ? 'disable' : 'enable')}
      </Button>
      <Button variant="default" onClick={() => setAct('edit')}>
        {t('edit')}
      </Button>
      <Button variant="default" onClick={() => setAct('rotate')}>
        {t('rotate')}
      </Button>
      <Button variant="subtle" color="red" onClick={() => setAct('remove')}>
        {t('remove')}
      </Button>
      <EndpointDialog opened={act === 'edit'} edited={endpoint} close={close} />
      <RotateDialog opened={act === 'rotate'} endpoint={endpoint} close={close} />
      <RemoveDialog opened={act === 'remove'} endpoint={endpoint} close={close} />
    </Group>
  )
}
