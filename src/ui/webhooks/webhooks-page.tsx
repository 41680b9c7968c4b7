'use client'

import { Button, Text, Title } from '@mantine/core'
import { IconPlus, IconWebhook } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { LoadFailed } from '../kit/load-failed'
import { Page } from '../kit/page'
import { useTRPC } from '../trpc/client'
import { EndpointDialog } from './endpoint-dialog'
import { EndpointRow } from './endpoint-row'
import classes from './webhooks.module.css'

/** Where the school's changes are told to other systems. */
export function WebhooksPage() {
  const t = useTranslations('webhooks')
  const trpc = useTRPC()
  const { data, isError, refetch } = useQuery(trpc.webhooks.list.queryOptions(undefined, { refetchInterval: 10_000 }))
  const [making, setMaking] = useState(false)
  const add = (
    <Button leftSection={<IconPlus size={16} aria-hidden="true" />} onClick={() => setMaking(true)}>
      {t('new')}
    </Button>
  )
  return (
    <Page title={t('title')} actions={data && data.length > 0 ? add : undefined}>
      {isError && !data && <LoadFailed retry={() => void refetch()} />}
      {data && data.length === 0 && (
        <div className={classes.empty}>
          <IconWebhook size={40} stroke={1.2} aria-hidden="true" />
          <Title order={2}>{t('empty')}</Title>
          <Text c="dimmed" maw={460} mb="sm">
            {t('emptyBody')}
          </Text>
          {add}
        </div>
      )}
      {data && data.length > 0 && (
        <>
          <Text size="sm" c="dimmed" mb="md" maw={720}>
            {t('intro')}
          </Text>
          <ul className={classes.list} aria-label={t('table')}>
            {data.map((endpoint) => (
              <EndpointRow key={endpoint.id} endpoint={endpoint} />
            ))}
          </ul>
        </>
      )}
      <EndpointDialog opened={making} edited={undefined} close={() => setMaking(false)} />
    </Page>
  )
}
