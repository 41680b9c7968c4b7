'use client'

import { Checkbox } from '@mantine/core'
import { useTranslations } from 'next-intl'
import classes from './accounts.module.css'

type Props = {
  ids: readonly number[]
  chosen: readonly number[]
  choose: (ids: readonly number[]) => void
  column?: string
}

export function ChooseAll({ ids, chosen, choose, column }: Props) {
  const t = useTranslations('accounts.approvals')
  return (
    <div className={classes.all}>
      <Checkbox
        size="xs"
        label={t('selectAll')}
        checked={chosen.length === ids.length}
        indeterminate={chosen.length > 0 && chosen.length < ids.length}
        onChange={(event) => choose(event.currentTarget.checked ? ids : [])}
      />
      {column && <span aria-hidden="true">{column}</span>}
    </div>
  )
}
