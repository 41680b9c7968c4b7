'use client'

import { Anchor } from '@mantine/core'
import { IconChevronLeft } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { LoadFailed } from '../kit/load-failed'
import { Page } from '../kit/page'
import { useTRPC } from '../trpc/client'
import { DeliveryLog } from './delivery-log'
import { EndpointActions } from './endpoint-actions'
import { EndpointFacts } from './endpoint-facts'
import { EndpointTrouble } from './endpoint-trouble'
import classes from './webhooks.module.css'

/** One endpoint: how it does, what one can do with it, and every message it was sent. */
export function EndpointPage({ id }: { id: number }) {
  const t = useTranslations('webhooks')
  const trpc = useTRPC()
  const { data, isError, refetch } = useQuery(trpc.webhooks.get.queryOptions({ id }, { refetchInterval: 3_000 }))
  return (
    <Page title={data ? data.description || new URL(data.url).host : t('title')}>
      <Anchor component={Link} href="/webhooks" size="sm" className={classes.back}>
        <IconChevronLeft size={16} aria-hidden="true" />
        {t('back')}
      </Anchor>
      {isError && !data && <LoadFailed retry={() => void refetch()} />}
      {data && (
        <>
          <EndpointTrouble endpoint={data} />
          <EndpointFacts endpoint={data} />
          <EndpointActions endpoint={data} />
          <DeliveryLog endpoint={data} />
        </>
      )}
    </Page>
  )
}
