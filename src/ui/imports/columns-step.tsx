'use client'

import { Alert, Button, Group, Text } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useQueryStates } from 'nuqs'
import { useState } from 'react'
import { useTRPC } from '../trpc/client'
import { ColumnMatch } from './column-match'
import { Discard } from './discard'
import { importParsers } from './import-state'
import classes from './imports.module.css'
import { choose, type Draft, essentials, isChanged } from './matching'
import { SettingsForm } from './settings-form'
import type { Import } from './types'
import { useImportAct } from './use-import'
import { useImportWords } from './use-import-words'
import { useProblemWords } from './use-problem-words'

const samples = 3

/** What each column of the file is, and how its rows are to be taken. */
export function ColumnsStep({ found }: { found: Import }) {
  const t = useTranslations('imports')
  const trpc = useTRPC()
  const act = useImportAct()
  const [, setState] = useQueryStates(importParsers)
  const { labelOf } = useImportWords(found)
  const { noteOf } = useProblemWords()
  const [draft, setDraft] = useState<Draft>({ targets: found.targets, settings: found.settings })
  const rows = useQuery(trpc.imports.rows.queryOptions({ id: found.id, page: 1, per_page: samples })).data?.rows ?? []
  const goOn = () => void setState({ step: 'preview', page: null, rows: null, q: null }, { history: 'push' })
  const configure = useMutation(trpc.imports.configure.mutationOptions({ ...act, onSuccess: goOn }))
  const { key, wanted } = essentials(found, draft.settings, draft.targets)
  const unmatched = draft.targets.filter((target) => target === null).length
  const next = () => (isChanged(found, draft) ? configure.mutate({ id: found.id, ...draft }) : goOn())
  return (
    <div className={classes.columns}>
      {found.notes.map((note) => (
        <Alert key={JSON.stringify(note)} color="amber" p="xs">
          {noteOf(note)}
        </Alert>
      ))}
      <section aria-labelledby="columns">
        <h2 id="columns" className={classes.heading}>
          {t('columns.title')}
        </h2>
        <Text size="sm" c="dimmed" mb="sm">
          {unmatched > 0 ? t('columns.unmatched', { count: unmatched }) : t('columns.allMatched')}
        </Text>
        <ul className={classes.list}>
          {found.header.map((title, at) => (
            <ColumnMatch
              // biome-ignore lint/suspicious/noArrayIndexKey: a column is its place
              key={at}
              found={found}
              at={at}
              title={title}
              samples={rows.map(({ cells }) => cells[at] ?? '').filter((cell) => cell.trim() !== '')}
              target={draft.targets[at] ?? null}
              choose={(target) => setDraft({ ...draft, targets: choose(draft.targets, at, target) })}
            />
          ))}
        </ul>
        {wanted.length > 0 && (
          <Text size="sm" c="dimmed" mt="sm">
            {t('columns.wanted', { fields: wanted.map(labelOf).join(t('enumeration')) })}
          </Text>
        )}
      </section>
      <SettingsForm
        found={found}
        settings={draft.settings}
        choose={(settings) => setDraft({ ...draft, settings })}
        keyError={key ? undefined : t('columns.noKey', { field: labelOf(draft.settings.key) })}
      />
      <Group className={classes.actions}>
        <Button onClick={next} disabled={!key} loading={configure.isPending}>
          {t('toPreview')}
        </Button>
        <Discard id={found.id} />
      </Group>
    </div>
  )
}
