'use client'

import { useTranslations } from 'next-intl'
import classes from './imports.module.css'
import type { Row } from './types'

/** The guardians beside a student of whom something becomes. */
export function RowGuardians({ row }: { row: Row }) {
  const t = useTranslations('imports')
  const person = useTranslations('person')
  const some = row.guardians.filter(({ kind }) => kind === 'new' || kind === 'changed')
  if (some.length === 0 || row.kind === 'wrong') return null
  return (
    <p className={classes.cells}>
      {some.map(({ relation, name, kind }) => {
        const who = person(`relation.${relation === 1 ? 1 : relation === 2 ? 2 : 0}`)
        return (
          <span key={relation}>{t(`guardian.${kind === 'new' ? 'new' : 'changed'}`, { relation: who, name })}</span>
        )
      })}
    </p>
  )
}
