'use client'

import { useMutation } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { ConfirmDialog } from '../kit/confirm-dialog'
import { useTRPC } from '../trpc/client'
import type { Key } from './types'
import { useKeyAct } from './use-key-act'
import { useMoments } from './use-moments'

/** Asks before a key ends, and says what ends with it. */
export function RevokeDialog({ revoked, close }: { revoked: Key | undefined; close: () => void }) {
  const t = useTranslations('apiKeys')
  const trpc = useTRPC()
  const { moment } = useMoments()
  const revoke = useMutation(trpc.apiKeys.revoke.mutationOptions(useKeyAct(t('revoked'), close)))
  const calls = revoked?.days.reduce((sum, day) => sum + day.calls, 0) ?? 0
  return (
    <ConfirmDialog
      opened={revoked !== undefined}
      title={t('confirmRevoke', { name: revoked?.name ?? '' })}
      confirm={t('revoke')}
      busy={revoke.isPending}
      onConfirm={() => revoked && revoke.mutate({ id: revoked.id })}
      onCancel={close}
    >
      {t('confirmRevokeBody')}{' '}
      {revoked?.last_at ? t('confirmUsed', { calls, when: moment(revoked.last_at) }) : t('confirmUnused')}
    </ConfirmDialog>
  )
}
