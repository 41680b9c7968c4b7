'use client'

import { Alert, Button, Checkbox, Group, Modal, Skeleton, Stack, Text, TextInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { type FormEvent, useState } from 'react'
import type { ErasurePreview } from '@/domain/privacy/schema'
import { useFailureText } from '../i18n/use-failure-text'
import { LoadFailed } from '../kit/load-failed'
import { notifyDone } from '../kit/notify'
import { useTRPC } from '../trpc/client'
import { failureOf } from '../trpc/failure-of'
import classes from './privacy.module.css'

type Props = { id: number | null; close: () => void; erased: () => void }

/** Shows what goes for good with one person, and has the name typed. */
export function ErasureDialog({ id, close, erased }: Props) {
  const t = useTranslations('privacy')
  const common = useTranslations('common')
  const trpc = useTRPC()
  const preview = useQuery(
    trpc.privacy.previewErasure.queryOptions({ id: id ?? 0 }, { enabled: id !== null, gcTime: 0, staleTime: 0 }),
  )
  return (
    <Modal
      opened={id !== null}
      onClose={close}
      title={t('erasure.title')}
      size={520}
      zIndex={400}
      closeButtonProps={{ 'aria-label': common('close') }}
    >
      {preview.isPending && <Skeleton height={180} aria-busy="true" />}
      {preview.isError && !preview.data && <LoadFailed retry={() => void preview.refetch()} />}
      {preview.data && <ErasureForm preview={preview.data} close={close} erased={erased} />}
    </Modal>
  )
}

function ErasureForm({ preview, close, erased }: { preview: ErasurePreview; close: () => void; erased: () => void }) {
  const t = useTranslations('privacy')
  const common = useTranslations('common')
  const trpc = useTRPC()
  const client = useQueryClient()
  const { ofFailure } = useFailureText()
  const { person, account, sessions, values, links, changes, imports, guardians } = preview
  const [name, setName] = useState('')
  const [left, leave] = useState<readonly number[]>([])
  const going = guardians.map((guardian) => guardian.id).filter((id) => !left.includes(id))
  const erase = useMutation(
    trpc.privacy.erase.mutationOptions({
      onSuccess: async ({ people }) => {
        notifyDone(t('erasure.done', { count: people }))
        erased()
        await client.invalidateQueries()
      },
    }),
  )
  const isRight = name.trim() === person.name.trim()
  const submit = (event: FormEvent) => {
    event.preventDefault()
    event.stopPropagation()
    if (isRight) erase.mutate({ id: person.id, name, guardians: going })
  }
  const lines = [
    t('erasure.record', { values, links }),
    account === null ? undefined : t('erasure.account', { username: account, sessions }),
    t('erasure.history', { count: changes }),
    imports > 0 ? t('erasure.imports', { count: imports }) : undefined,
  ].filter((line) => line !== undefined)
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        <div>
          <Text size="sm">{t('erasure.intro', { name: person.name, usin: person.usin })}</Text>
          <ul className={classes.lines}>
            {lines.map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
        </div>
        {guardians.length > 0 && (
          <Checkbox.Group
            label={t('erasure.guardians')}
            value={going.map(String)}
            onChange={(chosen) =>
              leave(guardians.flatMap((guardian) => (chosen.includes(String(guardian.id)) ? [] : [guardian.id])))
            }
          >
            <Stack gap={6} mt={6}>
              {guardians.map((guardian) => (
                <Checkbox key={guardian.id} value={String(guardian.id)} label={`${guardian.name} (${guardian.usin})`} />
              ))}
            </Stack>
          </Checkbox.Group>
        )}
        <Text size="sm" c="dimmed">
          {t('erasure.stays')}
        </Text>
        <TextInput
          label={t('erasure.confirm', { name: person.name })}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          autoComplete="off"
          data-autofocus
        />
        {erase.isError && (
          <Alert color="red" role="alert">
            {ofFailure(failureOf(erase.error))}
          </Alert>
        )}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={close}>
            {common('cancel')}
          </Button>
          <Button type="submit" color="red" disabled={!isRight} loading={erase.isPending}>
            {t('erasure.submit', { count: 1 + going.length })}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
