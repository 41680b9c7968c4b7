'use client'

import { Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { LoadFailed } from '../kit/load-failed'
import { Page } from '../kit/page'
import { useTRPC } from '../trpc/client'
import { ActLog } from './act-log'
import { DeletedPeople } from './deleted-people'
import { DueList } from './due-list'
import { RetentionForm } from './retention-form'

/** How long the school keeps whom, and what was exported and erased. */
export function PrivacyPage() {
  const t = useTranslations('privacy')
  const trpc = useTRPC()
  const { data, isError, refetch } = useQuery(trpc.privacy.retention.queryOptions())
  return (
    <Page title={t('title')} narrow>
      <Text size="sm" c="dimmed" maw={720} mb="lg">
        {t('intro')}
      </Text>
      {isError && !data && <LoadFailed retry={() => void refetch()} />}
      {data && <RetentionForm retention={data} />}
      <DueList />
      <DeletedPeople />
      <ActLog />
    </Page>
  )
}
