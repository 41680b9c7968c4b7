'use client'

import { Button, Group, NativeSelect, Stack, Text } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useFailureText } from '../i18n/use-failure-text'
import { notifyFailure } from '../kit/notify'
import { useTRPC } from '../trpc/client'
import { failureOf } from '../trpc/failure-of'
import { SecretDialog } from './secret-dialog'
import type { Key, NewKey } from './types'

const overlaps = ['0', '1', '24', '168', '720'] as const

/** Gives a key a new secret, which is then shown, while the old one works on for a chosen time. */
export function RotateDialog({ rotated, close }: { rotated: Key | undefined; close: () => void }) {
  const t = useTranslations('apiKeys')
  const common = useTranslations('common')
  const trpc = useTRPC()
  const client = useQueryClient()
  const { ofFailure } = useFailureText()
  const [overlap, setOverlap] = useState('24')
  const [made, setMade] = useState<NewKey>()
  const [name, setName] = useState('')
  if (rotated && rotated.name !== name) setName(rotated.name)
  const rotate = useMutation(
    trpc.apiKeys.rotate.mutationOptions({
      onSuccess: setMade,
      onError: (error) => notifyFailure(ofFailure(failureOf(error))),
      onSettled: () => client.invalidateQueries(trpc.apiKeys.list.queryFilter()),
    }),
  )
  return (
    <SecretDialog
      opened={rotated !== undefined}
      title={made ? t('rotated') : t('rotateTitle', { name })}
      made={made}
      close={close}
      gone={() => setMade(undefined)}
    >
      <Stack gap="md">
        <Text size="sm">{t('rotateBody')}</Text>
        <NativeSelect
          label={t('overlapFor')}
          description={t(overlap === '0' ? 'overlapNone' : 'overlapHint')}
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          data={overlaps.map((hours) => ({ value: hours, label: t('overlaps', { hours: Number(hours) }) }))}
          value={overlap}
          onChange={(event) => setOverlap(event.currentTarget.value)}
          maw={320}
          data-autofocus
        />
        <Group justify="flex-end" mt="xs">
          <Button variant="default" onClick={close} disabled={rotate.isPending}>
            {common('cancel')}
          </Button>
          <Button
            loading={rotate.isPending}
            onClick={() => rotated && rotate.mutate({ id: rotated.id, overlap_hours: Number(overlap) })}
          >
            {t('makeSecret')}
          </Button>
        </Group>
      </Stack>
    </SecretDialog>
  )
}
