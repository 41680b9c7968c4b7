'use client'

import { Button, Group, Modal, NativeSelect, Stack } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useTRPC } from '../trpc/client'
import type { Endpoint } from './types'
import { useAct } from './use-act'

type Props = { opened: boolean; endpoint: Endpoint; close: () => void }

const day = 86_400_000
const spans = [1, 7, 30] as const

/** Sends again whatever did not come through of the last days. */
export function RedeliverDialog({ opened, endpoint, close }: Props) {
  const t = useTranslations('webhooks.redeliver')
  const common = useTranslations('common')
  const trpc = useTRPC()
  const [days, setDays] = useState('7')
  const again = useMutation(
    trpc.webhooks.redeliverFailed.mutationOptions(useAct(({ count }) => t('done', { count }), close)),
  )
  return (
    <Modal opened={opened} onClose={close} title={t('title')} closeButtonProps={{ 'aria-label': common('close') }}>
      <Stack gap="md">
        <NativeSelect
          label={t('since')}
          description={t('hint')}
          data={spans.map((span) => ({ value: String(span), label: t('days', { days: span }) }))}
          value={days}
          onChange={(event) => setDays(event.currentTarget.value)}
        />
        <Group justify="flex-end">
          <Button variant="default" onClick={close}>
            {common('cancel')}
          </Button>
          <Button
            loading={again.isPending}
            onClick={() => again.mutate({ endpoint_id: endpoint.id, since: new Date(Date.now() - Number(days) * day) })}
          >
            {t('confirm')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}
