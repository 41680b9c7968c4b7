'use client'

import { Button, Text, Title } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { LoadFailed } from '../kit/load-failed'
import { useTRPC } from '../trpc/client'
import classes from './privacy.module.css'
import { usePrivacyWords } from './use-privacy-words'

/** Erasures and exports of one person's data, the latest first. */
export function ActLog() {
  const t = useTranslations('privacy')
  const trpc = useTRPC()
  const { act, moment } = usePrivacyWords()
  const log = useInfiniteQuery(
    trpc.privacy.log.infiniteQueryOptions(
      {},
      { getNextPageParam: (last) => (last.more ? last.rows.at(-1)?.id : undefined) },
    ),
  )
  const rows = log.data?.pages.flatMap((page) => page.rows) ?? []
  return (
    <section className={classes.section} aria-labelledby="log">
      <Title order={2} id="log">
        {t('log.title')}
      </Title>
      {log.isError && !log.data && <LoadFailed retry={() => void log.refetch()} />}
      {log.data && rows.length === 0 && (
        <Text size="sm" c="dimmed">
          {t('log.empty')}
        </Text>
      )}
      {rows.length > 0 && (
        <ul className={classes.list} aria-label={t('log.title')}>
          {rows.map((row) => (
            <li key={row.id}>
              <Link className={classes.what} href={`/history?set=${row.id}`}>
                {act(row)}
              </Link>
              <span className={classes.quiet}>{row.author}</span>
              <time className={classes.quiet} dateTime={row.at}>
                {moment(row.at)}
              </time>
            </li>
          ))}
        </ul>
      )}
      {log.hasNextPage && (
        <Button
          variant="default"
          size="compact-sm"
          mt="sm"
          loading={log.isFetchingNextPage}
          onClick={() => void log.fetchNextPage()}
        >
          {t('log.more')}
        </Button>
      )}
    </section>
  )
}
