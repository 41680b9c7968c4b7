'use client'

import { useMutation } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { ConfirmDialog } from '../kit/confirm-dialog'
import { useTRPC } from '../trpc/client'
import type { Key, Secret } from './types'
import { useKeyAct } from './use-key-act'
import { useMoments } from './use-moments'

type Props = { ended: { key: Key; secret: Secret } | undefined; close: () => void }

/** Asks before an old secret ends early, and says whether it is still used. */
export function EndOldDialog({ ended, close }: Props) {
  const t = useTranslations('apiKeys')
  const trpc = useTRPC()
  const { moment } = useMoments()
  const end = useMutation(trpc.apiKeys.endOldSecret.mutationOptions(useKeyAct(t('oldEnded'), close)))
  const last = ended?.secret.last_at
  return (
    <ConfirmDialog
      opened={ended !== undefined}
      title={t('confirmEnd')}
      confirm={t('endOld')}
      busy={end.isPending}
      onConfirm={() => ended && end.mutate({ id: ended.key.id, secret: ended.secret.id })}
      onCancel={close}
    >
      {t('confirmEndBody')} {last ? t('secretUsed', { when: moment(last) }) : t('secretUnused')}
    </ConfirmDialog>
  )
}
