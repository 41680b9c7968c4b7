'use client'

import { useTranslations } from 'next-intl'
import type { PersonStatus } from '@/domain/people/schema'
import classes from './status-mark.module.css'

/** A dot and a word: never the colour alone. */
export function StatusMark({ status }: { status: PersonStatus }) {
  const t = useTranslations('people.status')
  return (
    <span className={classes.status} data-status={status}>
      {t(`${status}`)}
    </span>
  )
}
