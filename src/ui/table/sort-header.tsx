'use client'

import { UnstyledButton } from '@mantine/core'
import { IconArrowDown, IconArrowsSort, IconArrowUp } from '@tabler/icons-react'
import { useTranslations } from 'next-intl'
import type { Column } from './column'
import classes from './data-table.module.css'

type Sort = { id: string; desc: boolean }
type Props<Row> = {
  id: string
  column: Column<Row> | undefined
  sort: Sort | undefined
  onSort: (sort: Sort | undefined) => void
}

/** A heading that sorts: up, then down, then as it was. */
export function SortHeader<Row>({ id, column, sort, onSort }: Props<Row>) {
  const t = useTranslations('table')
  const label = column?.label ?? ''
  const width = column?.width
  if (!column?.sortable) return <th style={{ width }}>{label}</th>
  const now = sort?.id === id ? (sort.desc ? 'descending' : 'ascending') : 'none'
  const next = { none: { id, desc: false }, ascending: { id, desc: true }, descending: undefined }[now]
  const Icon = { none: IconArrowsSort, ascending: IconArrowUp, descending: IconArrowDown }[now]
  const title = { none: 'sortAscending', ascending: 'sortDescending', descending: 'sortNone' } as const
  return (
    <th style={{ width }} aria-sort={now}>
      <UnstyledButton className={classes.sort} title={t(title[now], { label })} onClick={() => onSort(next)}>
        {label}
        <Icon size={13} stroke={1.8} aria-hidden="true" data-idle={now === 'none' || undefined} />
      </UnstyledButton>
    </th>
  )
}
