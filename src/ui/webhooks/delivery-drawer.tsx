'use client'

import { Button, Code, Drawer, Text, Title } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useTRPC } from '../trpc/client'
import { AttemptList } from './attempt-list'
import { DeliveryMark } from './delivery-mark'
import { useAct } from './use-act'
import { useMoment } from './use-moment'
import classes from './webhooks.module.css'

type Props = { id: string | undefined; enabled: boolean; close: () => void }

/** One message: what is sent, and what came of every try. */
export function DeliveryDrawer({ id, enabled, close }: Props) {
  const t = useTranslations('webhooks.message')
  const common = useTranslations('common')
  const trpc = useTRPC()
  const moment = useMoment()
  // What was open stays in sight while the drawer goes.
  const [shown, setShown] = useState(id)
  if (id !== undefined && shown !== id) setShown(id)
  const { data } = useQuery(
    trpc.webhooks.delivery.queryOptions({ id: shown ?? '0' }, { enabled: id !== undefined, refetchInterval: 3_000 }),
  )
  const again = useMutation(
    trpc.webhooks.redeliver.mutationOptions(useAct(({ count }) => t(count > 0 ? 'again' : 'underWay'))),
  )
  return (
    <Drawer
      opened={id !== undefined}
      onClose={close}
      position="right"
      size={560}
      title={data?.kind}
      transitionProps={{ duration: 150 }}
      closeButtonProps={{ 'aria-label': common('close'), size: 'lg' }}
      classNames={{
        header: classes.drawerHeader ?? '',
        title: classes.drawerTitle ?? '',
        body: classes.drawerBody ?? '',
      }}
    >
      {data && (
        <>
          <dl className={classes.facts}>
            <div>
              <dt>{t('state')}</dt>
              <dd>
                <DeliveryMark delivery={data} />
              </dd>
            </div>
            <div>
              <dt>webhook-id</dt>
              <dd className={classes.url}>msg_{data.message_id}</dd>
            </div>
            <div>
              <dt>{t('at')}</dt>
              <dd>{moment(data.at)}</dd>
            </div>
            {data.state === 'waiting' && data.due_at && data.tries > 0 && (
              <div>
                <dt>{t('next')}</dt>
                <dd>{moment(data.due_at)}</dd>
              </div>
            )}
          </dl>
          <Title order={3} size="h6" mt="lg" mb="xs">
            {t('payload')}
          </Title>
          <Code block tabIndex={0}>
            {JSON.stringify(JSON.parse(data.body), null, 2)}
          </Code>
          <Title order={3} size="h6" mt="lg" mb="xs">
            {t('attempts')}
          </Title>
          {data.attempts.length === 0 ? (
            <Text size="sm" c="dimmed">
              {t('noAttempts')}
            </Text>
          ) : (
            <AttemptList attempts={data.attempts} />
          )}
          <Button
            mt="lg"
            variant="default"
            disabled={!enabled}
            loading={again.isPending}
            onClick={() => again.mutate({ id: data.id })}
          >
            {t('redeliver')}
          </Button>
        </>
      )}
    </Drawer>
  )
}
