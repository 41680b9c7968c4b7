'use client'

import { Button, Group, Stack, Text } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { hoursOfOverlap } from '@/domain/webhooks/rules'
import { OnceDialog } from '../kit/once-dialog'
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
    <OnceDialog
      opened={opened}
      title={t('rotate')}
      busy={rotate.isPending}
      shown={secret !== undefined}
      close={close}
      gone={() => rotate.reset()}
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
    </OnceDialog>
  )
}
