'use client'

import { useMutation } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { ConfirmDialog } from '../kit/confirm-dialog'
import { useTRPC } from '../trpc/client'
import type { Endpoint } from './types'
import { useAct } from './use-act'

type Props = { opened: boolean; endpoint: Endpoint; close: () => void }

export function RemoveDialog({ opened, endpoint, close }: Props) {
  const t = useTranslations('webhooks')
  const trpc = useTRPC()
  const router = useRouter()
  const leave = () => {
    close()
    router.push('/webhooks')
  }
  const remove = useMutation(trpc.webhooks.remove.mutationOptions(useAct(() => t('removed'), leave)))
  return (
    <ConfirmDialog
      opened={opened}
      title={t('confirmRemove')}
      confirm={t('remove')}
      busy={remove.isPending}
      onConfirm={() => remove.mutate({ id: endpoint.id })}
      onCancel={close}
    >
      {t('confirmRemoveBody')}
    </ConfirmDialog>
  )
}
