'use client'

import { Button, Group, Progress, Text } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useFormatter, useTranslations } from 'next-intl'
import { useTRPC } from '../trpc/client'
import classes from './imports.module.css'
import type { Import } from './types'
import { useImportAct } from './use-import'

const phases = ['reading', 'waiting', 'checking', 'writing'] as const

/** How far the reading or writing is, and a way to end it. */
export function UnderWay({ found: { id, state, job } }: { found: Import }) {
  const t = useTranslations('imports')
  const format = useFormatter()
  const trpc = useTRPC()
  const cancel = useMutation(trpc.imports.cancel.mutationOptions(useImportAct()))
  const fallback = state === 'reading' ? 'reading' : 'waiting'
  const phase = phases.find((each) => each === job?.phase) ?? fallback
  const { done = 0, total = 0 } = job ?? {}
  const part = total > 0 ? Math.min(100, (done / total) * 100) : 0
  const label = t(`phase.${phase}`)
  return (
    <div className={classes.underWay} role="status">
      <Group justify="space-between" gap="xs">
        <Text fw={500}>{label}</Text>
        <Text size="sm" c="dimmed" className="tabular">
          {total > 0
            ? t('progress', { done: format.number(done), total: format.number(total) })
            : done > 0 && t('rowCount', { count: done })}
        </Text>
      </Group>
      <Progress.Root size="md">
        <Progress.Section
          value={total > 0 ? part : 100}
          striped={total === 0}
          animated={total === 0}
          aria-label={label}
          {...(total === 0 && { 'aria-valuenow': undefined, 'aria-valuetext': label })}
        />
      </Progress.Root>
      {job?.trouble && <Text size="sm">{t(`trouble.${job.trouble}`)}</Text>}
      <Group justify="space-between" wrap="nowrap" gap="md" align="flex-start">
        <Text size="sm" c="dimmed">
          {t(state === 'running' ? 'leaveRunning' : 'leaveReading')}
        </Text>
        <Button
          variant="default"
          size="xs"
          flex="none"
          loading={cancel.isPending || cancel.isSuccess}
          onClick={() => cancel.mutate({ id })}
        >
          {t('cancel')}
        </Button>
      </Group>
    </div>
  )
}
