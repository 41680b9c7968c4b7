'use client'

import { Button, Group, SegmentedControl, Text, Title } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { LoadFailed } from '../kit/load-failed'
import { useTRPC } from '../trpc/client'
import { DeliveryDrawer } from './delivery-drawer'
import { DeliveryRow } from './delivery-row'
import { RedeliverDialog } from './redeliver-dialog'
import type { Endpoint } from './types'
import classes from './webhooks.module.css'

const filters = ['all', 'waiting', 'delivered', 'failed'] as const
type Filter = (typeof filters)[number]
const asFilter = (value: string): Filter => filters.find((each) => each === value) ?? 'all'

/** The messages of an endpoint, the newest first; it keeps itself up to date. */
export function DeliveryLog({ endpoint }: { endpoint: Endpoint }) {
  const t = useTranslations('webhooks.log')
  const trpc = useTRPC()
  const [filter, setFilter] = useState<Filter>('all')
  const [open, setOpen] = useState<string>()
  const [again, setAgain] = useState(false)
  const { data, isError, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery(
    trpc.webhooks.deliveries.infiniteQueryOptions(
      { endpoint_id: endpoint.id, ...(filter === 'all' ? {} : { state: filter }) },
      {
        getNextPageParam: ({ deliveries, more }) => (more ? deliveries.at(-1)?.id : undefined),
        refetchInterval: 3_000,
      },
    ),
  )
  const deliveries = data?.pages.flatMap((page) => page.deliveries)
  return (
    <section aria-labelledby="log" className={classes.log}>
      <div className={classes.logHead}>
        <Title order={2} id="log" size="h4">
          {t('title')}
        </Title>
        <Group gap="xs">
          <SegmentedControl
            size="xs"
            value={filter}
            onChange={(value) => setFilter(asFilter(value))}
            data={filters.map((value) => ({ value, label: t(value) }))}
            aria-label={t('filter')}
          />
          <Button
            size="xs"
            variant="default"
            disabled={endpoint.failed === 0 || !endpoint.enabled}
            onClick={() => setAgain(true)}
          >
            {t('redeliverFailed')}
          </Button>
        </Group>
      </div>
      {isError && !data && <LoadFailed retry={() => void refetch()} />}
      {deliveries?.length === 0 && (
        <Text size="sm" c="dimmed" py="lg">
          {t(filter === 'all' ? 'empty' : 'emptyFilter')}
        </Text>
      )}
      {deliveries && deliveries.length > 0 && (
        <ul className={classes.list} aria-label={t('title')}>
          {deliveries.map((delivery) => (
            <DeliveryRow key={delivery.id} delivery={delivery} open={() => setOpen(delivery.id)} />
          ))}
        </ul>
      )}
      {hasNextPage && (
        <Button variant="default" size="xs" mt="md" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {t('more')}
        </Button>
      )}
      <Text size="xs" c="dimmed" mt="md">
        {t('kept')}
      </Text>
      <DeliveryDrawer id={open} enabled={endpoint.enabled} close={() => setOpen(undefined)} />
      <RedeliverDialog opened={again} endpoint={endpoint} close={() => setAgain(false)} />
    </section>
  )
}
