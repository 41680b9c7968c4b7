'use client'

import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { ConfirmDialog } from '../kit/confirm-dialog'
import { useTRPC } from '../trpc/client'
import { useImportAct } from './use-import'

/** Gives an import up: its file and rows are deleted, nobody is changed. */
export function Discard({ id }: { id: number }) {
  const t = useTranslations('imports.discard')
  const trpc = useTRPC()
  const router = useRouter()
  const [asking, ask] = useState(false)
  const discard = useMutation(
    trpc.imports.discard.mutationOptions({ ...useImportAct(), onSuccess: () => router.push('/import') }),
  )
  return (
    <>
      <Button variant="subtle" color="gray" onClick={() => ask(true)}>
        {t('open')}
      </Button>
      <ConfirmDialog
        opened={asking}
        title={t('title')}
        confirm={t('open')}
        busy={discard.isPending}
        onConfirm={() => discard.mutate({ id })}
        onCancel={() => ask(false)}
      >
        {t('body')}
      </ConfirmDialog>
    </>
  )
}
