'use client'

import { Button, Group, Modal, Stack, Text } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { hoursOfOverlap } from '@/domain/webhooks/rules'
import { useTRPC } from '../trpc/client'
import { SecretShown } from './secret-shown'
import type { Endpoint } from './types'
import { useAct } from './use-act'

type Props = { opened: boolean; endpoint: Endpoint; close: () => void }

/** Gives an endpoint a new secret, and shows it. */
export function RotateDialog({ opened, endpoint, close }: Props) {
  const t = useTranslations('webhooks')
  const common = useTranslations('common')
  const trpc = useTRPC()
  const rotate = useMutation(trpc.webhooks.rotate.mutationOptions(useAct(() => t('rotated'))))
  const secret = rotate.data?.secret
  return (
    <Modal
      opened={opened}
      onClose={close}
      title={t('rotate')}
      size="lg"
      closeOnClickOutside={false}
      closeOnEscape={!secret && !rotate.isPending}
      withCloseButton={!secret}
      closeButtonProps={{ 'aria-label': common('close'), disabled: rotate.isPending }}
      onExitTransitionEnd={() => rotate.reset()}
    >
      {secret ? (
        <SecretShown secret={secret} endpoint={endpoint.id} done={close} />
      ) : (
        <Stack gap="md">
          <Text size="sm">{t('rotateBody', { hours: hoursOfOverlap })}</Text>
          <Group justify="flex-end">
            <Button variant="default" onClick={close} disabled={rotate.isPending} data-autofocus>
              {common('cancel')}
            </Button>
            <Button loading={rotate.isPending} onClick={() => rotate.mutate({ id: endpoint.id })}>
              {t('rotate')}
            </Button>
          </Group>
        </Stack>
      )}
    </Modal>
  )
}
