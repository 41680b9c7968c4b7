'use client'

import type { PersonStatus } from '@/domain/people/schema'
import classes from './status-mark.module.css'

/** A dot and a word: never the colour alone. */
export function StatusMark({ status, label }: { status: PersonStatus; label: string }) {
  return (
    <span className={classes.status} data-status={status}>
      {label}
    </span>
  )
}
