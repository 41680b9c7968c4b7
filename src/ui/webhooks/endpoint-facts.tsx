'use client'

import { Badge } from '@mantine/core'
import { useTranslations } from 'next-intl'
import { EndpointMark } from './endpoint-mark'
import type { Endpoint } from './types'
import { useMoment } from './use-moment'
import classes from './webhooks.module.css'

export function EndpointFacts({ endpoint }: { endpoint: Endpoint }) {
  const t = useTranslations('webhooks')
  const moment = useMoment()
  const { url, kinds, created_at, old_secret_until } = endpoint
  return (
    <dl className={classes.facts}>
      <div>
        <dt>{t('stateLabel')}</dt>
        <dd>
          <EndpointMark endpoint={endpoint} />
        </dd>
      </div>
      <div>
        <dt>{t('url')}</dt>
        <dd className={classes.url}>{url}</dd>
      </div>
      <div>
        <dt>{t('kinds')}</dt>
        <dd className={classes.kinds}>
          {kinds.map((kind) => (
            <Badge key={kind} color="ink">
              {kind}
            </Badge>
          ))}
        </dd>
      </div>
      <div>
        <dt>{t('created')}</dt>
        <dd>{moment(created_at)}</dd>
      </div>
      {old_secret_until && (
        <div>
          <dt>{t('oldSecret')}</dt>
          <dd>{t('oldSecretUntil', { when: moment(old_secret_until) })}</dd>
        </div>
      )}
    </dl>
  )
}
