'use client'

import { Button, Text, Title } from '@mantine/core'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { useFormatter, useTranslations } from 'next-intl'
import { useQueryStates } from 'nuqs'
import { LoadFailed } from '../kit/load-failed'
import { kinds, roleOf } from '../people/kind'
import { useTRPC } from '../trpc/client'
import { listInput, listPage, startParsers } from './import-state'
import classes from './imports.module.css'
import type { ImportSummary } from './types'
import { useCountWords } from './use-count-words'

/** The imports there were, the newest first; each opens where it was left. */
export function ImportList() {
  const t = useTranslations('imports')
  const trpc = useTRPC()
  const [state, setState] = useQueryStates(startParsers)
  const { data, isError, refetch } = useQuery(
    trpc.imports.list.queryOptions(listInput(state), { placeholderData: keepPreviousData, staleTime: 0 }),
  )
  const more = data ? data.total > state.page * listPage : false
  return (
    <section aria-labelledby="earlier" className={classes.earlier}>
      <Title order={2} id="earlier">
        {t('earlier')}
      </Title>
      {isError && !data && <LoadFailed retry={() => void refetch()} />}
      {data?.rows.length === 0 && (
        <Text size="sm" c="dimmed" py="md">
          {t('none')}
        </Text>
      )}
      {data && data.rows.length > 0 && (
        <ul className={classes.list}>
          {data.rows.map((row) => (
            <Item key={row.id} row={row} />
          ))}
        </ul>
      )}
      {(state.page > 1 || more) && (
        <nav className={classes.pages} aria-label={t('earlier')}>
          <Button
            variant="default"
            size="xs"
            disabled={state.page <= 1}
            onClick={() => void setState({ page: state.page - 1 })}
          >
            {t('newer')}
          </Button>
          <Button variant="default" size="xs" disabled={!more} onClick={() => void setState({ page: state.page + 1 })}>
            {t('older')}
          </Button>
        </nav>
      )}
    </section>
  )
}

function Item({ row }: { row: ImportSummary }) {
  const t = useTranslations('imports')
  const format = useFormatter()
  const counts = useCountWords()
  const kind = kinds.find((each) => roleOf[each] === row.role) ?? 'student'
  const name = row.file_name || t('unnamed')
  const step = row.state === 'ready' || row.state === 'running' ? '?step=preview' : ''
  const state = row.cleared && row.state !== 'done' ? 'cleared' : row.state
  return (
    <li className={classes.item}>
      <Link href={`/import/${row.id}${step}`} className={classes.file}>
        {name}
      </Link>
      <span className={classes.quiet}>
        {t(`roles.${kind}`)}
        {row.state === 'done'
          ? ` · ${counts(row.counts) || t('nothingDone')}`
          : row.rows > 0 && ` · ${t('rowCount', { count: row.rows })}`}
      </span>
      <span className={classes.quiet}>
        {format.dateTime(new Date(row.created_at), { dateStyle: 'medium', timeStyle: 'short' })}
        {row.account && ` · ${row.account}`}
      </span>
      <span className={classes.state} data-state={state}>
        {t(`state.${state}`)}
      </span>
    </li>
  )
}
