'use client'

import { Alert } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { useTranslations } from 'next-intl'
import { daysOfFailure } from '@/domain/webhooks/rules'
import type { Endpoint } from './types'
import { useMoment } from './use-moment'

/** Why nothing comes through, where it does not. */
export function EndpointTrouble({ endpoint }: { endpoint: Endpoint }) {
  const t = useTranslations('webhooks.trouble')
  const moment = useMoment()
  const { enabled, stopped, failing_since } = endpoint
  const kind = enabled ? (failing_since ? 'now' : undefined) : stopped || undefined
  if (!kind) return null
  return (
    <Alert
      color={kind === 'now' ? 'amber' : 'red'}
      icon={<IconAlertTriangle size={18} aria-hidden="true" />}
      title={t(`${kind}.title`)}
      mb="md"
      maw={860}
    >
      {t(`${kind}.body`, { days: daysOfFailure, since: failing_since ? moment(failing_since) : '' })}
    </Alert>
  )
}
