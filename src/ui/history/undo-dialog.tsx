'use client'

import { Button, Group, Loader, Modal, Progress, Stack, Text } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useEffect, useState } from 'react'
import { isQueued } from '@/domain/acts/schema'
import type { Undone } from '@/domain/undo/schema'
import { ActWait } from '../acts/act-wait'
import { useAct, useActAct } from '../acts/use-acts'
import { useFailureText } from '../i18n/use-failure-text'
import { useTRPC } from '../trpc/client'
import { failureOf } from '../trpc/failure-of'
import { movedBy } from './moved-by'
import { UndoConflicts } from './undo-conflicts'
import { UndoPlan } from './undo-plan'

type Props = {
  /** The change set to undo; null while nothing is asked. */
  set: string | null
  close: () => void
  /** Opens the undo in history, where the reader may see it. */
  see?: (id: string) => void
}

/** Says what an undo would do and what stands in the way, does it, and says what came of it. */
export function UndoDialog({ set, close, see }: Props) {
  const t = useTranslations('history.undo')
  const common = useTranslations('common')
  return (
    <Modal
      opened={set !== null}
      onClose={close}
      title={t('title')}
      size="lg"
      zIndex={400}
      closeButtonProps={{ 'aria-label': common('close') }}
    >
      {set !== null && <Undoing key={set} set={set} close={close} see={see} />}
    </Modal>
  )
}

function Undoing({ set, close, see }: { set: string; close: () => void; see: Props['see'] }) {
  const t = useTranslations('history.undo')
  const acts = useTranslations('acts')
  const common = useTranslations('common')
  const { ofFailure } = useFailureText()
  const trpc = useTRPC()
  const client = useQueryClient()
  const [chosen, setChosen] = useState<readonly number[] | 'all'>([])
  const undo = useMutation(trpc.history.undo.mutationOptions({ onSuccess: () => client.invalidateQueries() }))
  const waiting = undo.data && isQueued(undo.data) ? undo.data.job : undefined
  const preview = usePreview(set, undo.data === undefined)
  const { act, done, cancel } = useWaiting(waiting)
  const outcome = undo.data && !isQueued(undo.data) ? undo.data : done
  if (outcome) return <Done done={outcome} close={close} see={see} />

  const { plan } = preview
  const count = plan ? movedBy(plan) + (chosen === 'all' ? plan.choosableCount : chosen.length) : 0
  const failure = preview.error ?? undo.error
  return (
    <Stack gap="md">
      {preview.isPending && (
        <Group gap="sm" role="status">
          <Loader size="xs" />
          <Text size="sm">{t('checking')}</Text>
        </Group>
      )}
      {preview.isWaiting && <ActWait act={preview.act} />}
      {plan && <UndoPlan plan={plan} />}
      {plan && plan.conflictCount > 0 && (
        <UndoConflicts
          plan={plan}
          chosen={chosen}
          choose={setChosen}
          disabled={undo.isPending || waiting !== undefined}
        />
      )}
      {failure && (
        <Text size="sm" c="error" role="alert">
          {t('failed')} {ofFailure(failureOf(failure))}
        </Text>
      )}
      {undo.isPending && (
        <div role="status">
          <Text size="sm" mb={6}>
            {t('working', { count })}
          </Text>
          <Progress value={100} animated aria-label={t('working', { count })} />
        </div>
      )}
      {waiting !== undefined && <ActWait act={act} />}
      <Group justify="flex-end">
        {cancel && (
          <Button variant="default" onClick={cancel}>
            {acts('cancelUndo')}
          </Button>
        )}
        <Button variant="default" onClick={close} data-autofocus>
          {undo.isPending || waiting !== undefined ? common('close') : common('cancel')}
        </Button>
        {count > 0 && waiting === undefined && (
          <Button
            loading={undo.isPending}
            onClick={() => undo.mutate({ change_set: set, including: chosen === 'all' ? 'all' : [...chosen] })}
          >
            {t('confirm', { count })}
          </Button>
        )}
      </Group>
    </Stack>
  )
}

/** What the undo would do, at once or when its turn has come. */
function usePreview(set: string, enabled: boolean) {
  const trpc = useTRPC()
  // What was true a moment ago may not be now.
  const { data, error, isPending } = useQuery(
    trpc.history.previewUndo.queryOptions(
      { change_set: set },
      { enabled, gcTime: 0, staleTime: 0, retry: false, refetchOnWindowFocus: false },
    ),
  )
  const job = data && isQueued(data) ? data.job : undefined
  const act = useAct(job)
  const value = act !== 'gone' && act?.state === 'done' ? act.value : undefined
  const plan = data && !isQueued(data) ? data : value && 'conflicts' in value ? value : undefined
  return { plan, error, isPending: isPending && enabled, isWaiting: job !== undefined && !plan, act }
}

/** An undo that waits, is under way, or is done: what came of it is kept here and forgotten by the site. */
function useWaiting(job: string | undefined) {
  const client = useQueryClient()
  const act = useAct(job)
  const { cancel, forget } = useActAct()
  const [done, setDone] = useState<Undone>()
  const value = act !== 'gone' && act?.state === 'done' ? act.value : undefined
  const { mutate } = forget
  useEffect(() => {
    if (!job || !value || !('left' in value)) return
    setDone(value)
    mutate({ job }, { onSettled: () => client.invalidateQueries() })
  }, [job, value, mutate, client])
  const isOpen = job !== undefined && act !== 'gone' && (act?.state === 'waiting' || act?.state === 'running')
  return { act, done, cancel: isOpen && !cancel.isSuccess ? () => cancel.mutate({ job }) : undefined }
}

type DoneProps = {
  done: Parameters<typeof movedBy>[0] & { change_set: string; left: number }
  close: () => void
  see: Props['see']
}

function Done({ done, close, see }: DoneProps) {
  const t = useTranslations('history.undo')
  const common = useTranslations('common')
  return (
    <Stack gap="md">
      <div role="status">
        <Text size="sm" fw={500}>
          {t('done', { count: movedBy(done) })} {done.left > 0 && t('left', { count: done.left })}
        </Text>
        <Text size="sm" c="dimmed">
          {t('doneHint')}
        </Text>
      </div>
      <Group justify="flex-end">
        {see && (
          <Button
            variant="default"
            onClick={() => {
              close()
              see(done.change_set)
            }}
          >
            {t('see')}
          </Button>
        )}
        <Button onClick={close} data-autofocus>
          {common('close')}
        </Button>
      </Group>
    </Stack>
  )
}
