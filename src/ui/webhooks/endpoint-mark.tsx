'use client'

import { useTranslations } from 'next-intl'
import type { Endpoint } from './types'
import classes from './webhooks.module.css'

/** A dot and a word for how an endpoint does. */
export function EndpointMark({ endpoint }: { endpoint: Endpoint }) {
  const t = useTranslations('webhooks.state')
  const state = endpoint.enabled ? (endpoint.failing_since ? 'failing' : 'on') : endpoint.stopped ? 'stopped' : 'off'
  return (
    <span className={classes.mark} data-state={state}>
      {t(state)}
    </span>
  )
}
