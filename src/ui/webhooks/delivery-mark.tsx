'use client'

import { useTranslations } from 'next-intl'
import type { Delivery } from './types'
import classes from './webhooks.module.css'

/** A dot and a word for how a message fares. */
export function DeliveryMark({ delivery: { state, tries } }: { delivery: Delivery }) {
  const t = useTranslations('webhooks.delivery')
  const shown = state === 'waiting' && tries > 0 ? 'retrying' : state
  return (
    <span className={classes.mark} data-state={shown}>
      {t(shown)}
    </span>
  )
}
