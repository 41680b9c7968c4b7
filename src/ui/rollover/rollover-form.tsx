'use client'

import { Button, Group, Text } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useEffect, useState } from 'react'
import { isQueued } from '@/domain/acts/schema'
import type { RolledOver, RolloverInput, RolloverStart } from '@/domain/rollover/schema'
import { ActWait } from '../acts/act-wait'
import { useAct } from '../acts/use-acts'
import { UnsavedPage } from '../form/unsaved-page'
import { useFailureText } from '../i18n/use-failure-text'
import { LoadFailed } from '../kit/load-failed'
import { useTRPC } from '../trpc/client'
import { failureOf } from '../trpc/failure-of'
import { ClassNames } from './class-names'
import { Cohorts } from './cohorts'
import { classRows, firstDraft, inputOf, newName } from './draft'
import { NamedStudents } from './named-students'
import { RolloverPreview } from './rollover-preview'

type Props = { start: RolloverStart; year: number; finish: (result: RolledOver) => void }

/** All that a rollover is made of, its preview, and the button that does it. */
export function RolloverForm({ start, year, finish }: Props) {
  const t = useTranslations('rollover')
  const trpc = useTRPC()
  const client = useQueryClient()
  const [first] = useState(() => firstDraft(start, year))
  const [draft, setDraft] = useState(first)
  const change = (part: Partial<typeof draft>) => setDraft((before) => ({ ...before, ...part }))
  const held = useQuery(trpc.rollover.classes.queryOptions({ field: draft.field }, { enabled: draft.field !== '' }))
  const rowsOf = (classes: typeof held.data) => classRows(draft.field ? (classes ?? []) : [], draft.graduating)
  const rows = rowsOf(held.data)
  const input = inputOf(draft, year, rows)

  const preview = useMutation(trpc.rollover.preview.mutationOptions())
  const run = useMutation(
    trpc.rollover.run.mutationOptions({
      onSuccess: async (result) => {
        await client.invalidateQueries()
        if (!isQueued(result)) finish(result)
      },
      onError: async (error) => {
        await client.invalidateQueries()
        if (failureOf(error)?.kind !== 'changed_meanwhile') return
        // There may be other classes by now.
        const classes = client.getQueryData(trpc.rollover.classes.queryKey({ field: draft.field }))
        preview.mutate(inputOf(draft, year, rowsOf(classes)))
      },
    }),
  )
  const waiting = run.data && isQueued(run.data) ? run.data.job : undefined
  const act = useAct(waiting)
  const value = act !== 'gone' && act?.state === 'done' ? act.value : undefined
  useEffect(() => {
    if (!value || !('graduate' in value)) return
    void client.invalidateQueries()
    finish(value)
  }, [value, client, finish])
  const look = (asked: RolloverInput) => {
    run.reset()
    preview.mutate(asked)
  }
  const isCurrent = JSON.stringify(preview.variables) === JSON.stringify(input)
  const plan = preview.data
  const names = [...new Set(rows.flatMap(({ value }) => [value, newName(draft, value)]))].filter(Boolean)
  return (
    <>
      <UnsavedPage dirty={draft !== first && !run.isSuccess} />
      <Cohorts start={start} year={year} chosen={draft.graduating} choose={(graduating) => change({ graduating })} />
      <NamedStudents draft={draft} change={change} names={names} />
      {held.isError && !held.data && <LoadFailed retry={() => void held.refetch()} />}
      <ClassNames start={start} draft={draft} change={change} rows={rows} isPending={held.isFetching && !held.data} />
      <Group mt="sm" mb="lg">
        <Button
          variant={plan && isCurrent ? 'default' : 'filled'}
          onClick={() => look(input)}
          loading={preview.isPending}
          disabled={draft.field !== '' && !held.data}
        >
          {t(plan ? 'previewAgain' : 'preview')}
        </Button>
        {plan && !isCurrent && (
          <Text size="sm" role="status">
            {t('previewStale')}
          </Text>
        )}
      </Group>
      {isCurrent && <Failed error={preview.error} />}
      <Failed error={run.error} />
      {waiting !== undefined && <ActWait act={act} />}
      {plan && isCurrent && waiting === undefined && (
        <RolloverPreview
          year={year}
          plan={plan}
          busy={run.isPending}
          run={() => run.mutateAsync({ ...input, fingerprint: plan.fingerprint }).catch(() => undefined)}
        />
      )}
    </>
  )
}

/** What went wrong, value by value where it can be said. */
function Failed({ error }: { error: unknown }) {
  const t = useTranslations('rollover')
  const { ofFailure, ofIssue } = useFailureText()
  if (!error) return null
  const failure = failureOf(error)
  const issues = failure?.kind === 'invalid' ? failure.issues : []
  return (
    <Text size="sm" c="error" role="alert" mb="md" component="div">
      {failure?.kind === 'changed_meanwhile' ? t('changed') : `${t('failed')} ${ofFailure(failure)}`}
      {issues.map((issue) => (
        <div key={`${issue.field} ${issue.value}`}>
          {issue.value ? `${issue.value} · ` : ''}
          {ofIssue(issue)}
        </div>
      ))}
    </Text>
  )
}
