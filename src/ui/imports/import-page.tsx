'use client'

import { Alert, Anchor, Button, Group, Text } from '@mantine/core'
import { IconChevronLeft } from '@tabler/icons-react'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { useQueryStates } from 'nuqs'
import { retriable } from '@/domain/transfer/import-rules'
import { ActsLine } from '../acts/acts-line'
import { LoadFailed } from '../kit/load-failed'
import { Page } from '../kit/page'
import { kinds, roleOf } from '../people/kind'
import { ColumnsStep } from './columns-step'
import { importParsers } from './import-state'
import { ImportSteps } from './import-steps'
import classes from './imports.module.css'
import { PreviewStep } from './preview-step'
import { Result } from './result'
import { Retry } from './retry'
import type { Import } from './types'
import { UnderWay } from './under-way'
import { useImport } from './use-import'
import { useProblemWords } from './use-problem-words'

/** One import, wherever it stands: a reload or another day goes on from here. */
export function ImportPage({ id }: { id: number }) {
  const t = useTranslations('imports')
  const { data, isError, refetch } = useImport(id)
  const [{ step }] = useQueryStates(importParsers)
  const kind = kinds.find((each) => roleOf[each] === data?.role) ?? 'student'
  const at = data?.state === 'done' || data?.state === 'running' ? 'result' : data?.state === 'failed' ? 'source' : step
  const isOpen = data?.state === 'ready' && !data.cleared
  return (
    <Page
      title={data ? data.file_name || t('unnamed') : t('title')}
      aside={data && (data.rows > 0 ? t('about', { role: t(`roles.${kind}`), count: data.rows }) : t(`roles.${kind}`))}
    >
      <Anchor component={Link} href={`/import?role=${kind}`} size="sm" className={classes.back}>
        <IconChevronLeft size={16} aria-hidden="true" />
        {t('back')}
      </Anchor>
      {/* While this one is written, the page itself says how far it is. */}
      {data?.job?.state !== 'running' && <ActsLine />}
      <ImportSteps at={at} open={isOpen ? id : undefined} />
      {isError && !data && <LoadFailed retry={() => void refetch()} />}
      {data && <Stage found={data} step={step} />}
    </Page>
  )
}

function Stage({ found, step }: { found: Import; step: 'columns' | 'preview' }) {
  const t = useTranslations('imports')
  const { problemOf } = useProblemWords()
  const isGivenUp = found.problem ? retriable(found.problem.kind) : true
  if (found.state === 'reading' || found.state === 'running') return <UnderWay found={found} />
  if (found.state === 'done') return <Result found={found} />
  if (found.state === 'failed' || found.cleared)
    return (
      <Alert
        color="red"
        role="alert"
        title={t(found.cleared ? 'clearedTitle' : isGivenUp ? 'givenUpTitle' : 'failedTitle')}
        maw={720}
      >
        <Text size="sm">{problemOf(found.cleared ? { kind: 'cleared' } : (found.problem ?? { kind: 'broken' }))}</Text>
        <Group mt="sm" gap="xs">
          {!found.cleared && found.problem && retriable(found.problem.kind) && <Retry found={found} />}
          <Button component={Link} href="/import" variant="default" size="xs">
            {t('another')}
          </Button>
        </Group>
      </Alert>
    )
  // What was chosen before the file was read again is not what it says now.
  return step === 'columns' ? (
    <ColumnsStep key={JSON.stringify(found.targets)} found={found} />
  ) : (
    <PreviewStep found={found} />
  )
}
