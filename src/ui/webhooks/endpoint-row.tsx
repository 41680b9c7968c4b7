'use client'

import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { eventKinds } from '@/domain/webhooks/rules'
import { EndpointMark } from './endpoint-mark'
import type { Endpoint } from './types'
import classes from './webhooks.module.css'

export function EndpointRow({ endpoint }: { endpoint: Endpoint }) {
  const t = useTranslations('webhooks')
  const { id, url, description, kinds, waiting, failed } = endpoint
  return (
    <li className={classes.item}>
      <span className={classes.name}>
        <Link href={`/webhooks/${id}`} className={classes.url}>
          {url}
        </Link>
        {description && <small>{description}</small>}
      </span>
      <span className={classes.meta}>
        {kinds.length === eventKinds.length ? t('allKinds') : t('someKinds', { count: kinds.length })}
      </span>
      <span className={classes.meta}>
        {waiting > 0 && <span>{t('waiting', { count: waiting })}</span>}
        {failed > 0 && <span data-bad>{t('failed', { count: failed })}</span>}
      </span>
      <EndpointMark endpoint={endpoint} />
    </li>
  )
}
