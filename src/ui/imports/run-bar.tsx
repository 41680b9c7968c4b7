'use client'

import { Button, Group, Text, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { type FormEvent, type ReactNode, useState } from 'react'
import { useTRPC } from '../trpc/client'
import { isMoved } from './import-state'
import classes from './imports.module.css'
import type { Import } from './types'
import { useCountWords } from './use-count-words'
import { useImportAct } from './use-import'

/** Writes the import, once the number of those who go is typed where many would. */
export function RunBar({ found, discard }: { found: Import; discard: ReactNode }) {
  const t = useTranslations('imports')
  const trpc = useTRPC()
  const client = useQueryClient()
  const words = useCountWords()
  const [typed, setTyped] = useState('')
  const [isWrong, setWrong] = useState(false)
  const run = useMutation(trpc.imports.run.mutationOptions(useImportAct()))
  const { id, counts, confirm, settings, judged } = found
  const moved = isMoved(found)
  // What is shown now is written as it is shown; what changes yet again is left out.
  const asked = () => {
    // A cell that is put right at this moment is one's own doing, and need not be shown first.
    const isFixing = client.isMutating({ mutationKey: trpc.imports.pathKey() }) > 0
    return { id, judged: isFixing ? undefined : judged, ifChanged: moved ? 'leave' : 'stop' } as const
  }
  const missing = settings.mode === 'sync' ? (counts.missing ?? 0) : 0
  const isNothing = (counts.new ?? 0) + (counts.changed ?? 0) + missing === 0
  const summary = words({ new: counts.new, changed: counts.changed, archived: missing, guardians: counts.guardians })
  const held = (counts.wrong ?? 0) + (counts.duplicate ?? 0)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (confirm === null) return run.mutate(asked())
    if (typed.trim() !== String(confirm)) return setWrong(true)
    run.mutate({ ...asked(), confirm })
  }
  return (
    <form className={classes.run} onSubmit={submit}>
      <div>
        <Text fw={500}>{isNothing ? t('nothingToDo') : t('will', { summary })}</Text>
        {held > 0 && (
          <Text size="sm" c="dimmed">
            {t('held', { count: held })}
          </Text>
        )}
        {moved && (
          <Text size="sm" c="dimmed">
            {t('moved.runHint')}
          </Text>
        )}
      </div>
      {confirm !== null && (
        <TextInput
          label={t('guard.label', { count: confirm })}
          description={t('guard.hint', { active: counts.active ?? 0, count: confirm })}
          value={typed}
          inputMode="numeric"
          autoComplete="off"
          error={isWrong && t('guard.wrong', { count: confirm })}
          onChange={(event) => {
            setTyped(event.currentTarget.value)
            setWrong(false)
          }}
          maw={420}
        />
      )}
      <Group>
        <Button type="submit" color={missing > 0 ? 'red' : undefined} disabled={isNothing} loading={run.isPending}>
          {t(moved ? 'moved.run' : 'run')}
        </Button>
        {discard}
      </Group>
    </form>
  )
}
