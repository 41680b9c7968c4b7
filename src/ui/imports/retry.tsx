'use client'

import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useTRPC } from '../trpc/client'
import { isMoved } from './import-state'
import type { Import } from './types'
import { useImportAct } from './use-import'

/** Tries again what was given up: the reading, or the writing, of the same file by the same columns. */
export function Retry({ found }: { found: Import }) {
  const t = useTranslations('imports')
  const trpc = useTRPC()
  const act = useImportAct()
  const read = useMutation(trpc.imports.retry.mutationOptions(act))
  const write = useMutation(trpc.imports.run.mutationOptions(act))
  const { id, judged, state } = found
  const again = () =>
    state === 'failed'
      ? read.mutate({ id })
      : write.mutate({ id, judged, ifChanged: isMoved(found) ? 'leave' : 'stop' })
  return (
    <Button size="xs" variant="default" loading={read.isPending || write.isPending} onClick={again}>
      {t('retry')}
    </Button>
  )
}
