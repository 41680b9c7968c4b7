'use client'

import { Title } from '@mantine/core'
import { useSearchParams } from 'next/navigation'
import { useFormatter, useNow, useTranslations } from 'next-intl'
import { createSerializer } from 'nuqs'
import type { MouseEvent } from 'react'
import type { ChangeSetRow } from '@/domain/history/schema'
import classes from './history.module.css'
import { setParser } from './history-state'
import { useHistoryWords } from './use-history-words'
import { useOpenSet } from './use-open-set'

const serialize = createSerializer({ set: setParser })

/** Change sets under the day that they were of; each opens. */
export function ActList({ rows }: { rows: readonly ChangeSetRow[] }) {
  const t = useTranslations('history')
  const format = useFormatter()
  const now = useNow()
  const dayOf = (at: Date | string) =>
    format.dateTime(new Date(at), { year: 'numeric', month: '2-digit', day: '2-digit' })
  const yesterday = new Date(now.getTime() - 86_400_000)
  const nameOf = (at: string) => {
    const day = dayOf(at)
    if (day === dayOf(now)) return t('today')
    if (day === dayOf(yesterday)) return t('yesterday')
    return format.dateTime(new Date(at), { dateStyle: 'full' })
  }
  const days = new Map<string, ChangeSetRow[]>()
  for (const row of rows) days.set(dayOf(row.at), [...(days.get(dayOf(row.at)) ?? []), row])
  return [...days].map(([day, acts]) => (
    <section key={day}>
      <Title order={2} className={classes.day}>
        {nameOf(acts[0]?.at ?? '')}
      </Title>
      <ul className={classes.acts}>
        {acts.map((row) => (
          <ActRow key={row.id} row={row} />
        ))}
      </ul>
    </section>
  ))
}

function ActRow({ row }: { row: ChangeSetRow }) {
  const t = useTranslations('history')
  const search = useSearchParams()
  const { set, open } = useOpenSet()
  const { summary, author, clock } = useHistoryWords()
  const onClick = (event: MouseEvent) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return
    event.preventDefault()
    open(row.id)
  }
  return (
    <li
      className={classes.act}
      data-open={set === row.id || undefined}
      data-undone={row.undone_by !== null || undefined}
    >
      <time className={classes.time} dateTime={row.at}>
        {clock(row.at)}
      </time>
      <div>
        <a className={classes.what} href={serialize(search, { set: row.id })} onClick={onClick} data-row-link={row.id}>
          {summary(row)}
        </a>
        {row.undone_by !== null && <span className={classes.mark}>{t('undone')}</span>}
      </div>
      <span className={classes.by}>{author(row)}</span>
      <span className={classes.through}>{t(`via.${row.via}`)}</span>
    </li>
  )
}
