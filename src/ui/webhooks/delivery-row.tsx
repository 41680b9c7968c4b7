'use client'

import { useTranslations } from 'next-intl'
import { DeliveryMark } from './delivery-mark'
import type { Delivery } from './types'
import { useAttemptWords } from './use-attempt-words'
import { useMoment } from './use-moment'
import classes from './webhooks.module.css'

export function DeliveryRow({ delivery, open }: { delivery: Delivery; open: () => void }) {
  const t = useTranslations('webhooks.log')
  const moment = useMoment()
  const words = useAttemptWords()
  const { kind, noun_id, at, last, tries } = delivery
  return (
    <li className={classes.delivery}>
      <button type="button" className={classes.open} onClick={open} aria-haspopup="dialog">
        {kind} <span className={classes.noun}>#{noun_id}</span>
      </button>
      <span className={classes.meta}>{moment(at)}</span>
      <span className={classes.meta}>
        {last && <span>{words(last)}</span>}
        {last && <span>{t('duration', { ms: last.duration_ms })}</span>}
        {tries > 1 && <span>{t('tries', { count: tries })}</span>}
      </span>
      <DeliveryMark delivery={delivery} />
    </li>
  )
}
