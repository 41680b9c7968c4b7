'use client'

import { Alert, Group } from '@mantine/core'
import { useTranslations } from 'next-intl'
import { retriable } from '@/domain/transfer/import-rules'
import { Discard } from './discard'
import { isMoved } from './import-state'
import classes from './imports.module.css'
import { MovedNotice } from './moved-notice'
import { Retry } from './retry'
import { RowsView } from './rows-view'
import { RunBar } from './run-bar'
import type { Import } from './types'
import { UnknownOptions } from './unknown-options'
import { useProblemWords } from './use-problem-words'

/** What the import would do, row by row; nothing is written yet. */
export function PreviewStep({ found }: { found: Import }) {
  const t = useTranslations('imports')
  const { problemOf } = useProblemWords()
  return (
    <div className={classes.preview}>
      {isMoved(found) && <MovedNotice found={found} />}
      {found.problem && found.problem.kind !== 'moved' && (
        <Alert color="red" role="alert" title={t('notRun')} maw={720}>
          {problemOf(found.problem)}
          {retriable(found.problem.kind) && found.confirm === null && (
            <Group mt="sm">
              <Retry found={found} />
            </Group>
          )}
        </Alert>
      )}
      <UnknownOptions id={found.id} />
      <RowsView found={found} editable />
      <RunBar key={found.confirm} found={found} discard={<Discard id={found.id} />} />
    </div>
  )
}
