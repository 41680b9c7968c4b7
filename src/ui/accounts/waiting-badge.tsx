'use client'

import { Badge, VisuallyHidden } from '@mantine/core'
import { useTranslations } from 'next-intl'
import { useWaiting } from './use-waiting'

/** The number that waits, beside its link. */
export function WaitingBadge() {
  const t = useTranslations('shell')
  const { pending, asking } = useWaiting()
  const count = pending + asking
  if (count === 0) return null
  return (
    <Badge variant="filled" color="red" size="sm" radius="xl" ml="auto" className="tabular">
      <span aria-hidden="true">{count > 99 ? '99+' : count}</span>
      <VisuallyHidden>{t('waiting', { count })}</VisuallyHidden>
    </Badge>
  )
}
