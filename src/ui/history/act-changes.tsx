'use client'

import { Button, Skeleton } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import type { ShownChange } from '@/domain/history/schema'
import { LoadFailed } from '../kit/load-failed'
import { useTRPC } from '../trpc/client'
import { Cells } from './changes-shown'
import classes from './history.module.css'
import { useHistoryWords } from './use-history-words'

const lists: Record<number, string> = { 1: '/students', 2: '/teachers', 8: '/guardians' }

/** Where the record can be looked at, while it is there. */
function hrefOf({ subject: { noun, role, id, there } }: ShownChange): string | undefined {
  if (!there) return undefined
  if (noun === 'field') return '/fields'
  return noun === 'person' && lists[role] ? `${lists[role]}?person=${id}` : undefined
}

/** The changes of a change set, a part at a time. */
export function ActChanges({ set }: { set: string }) {
  const t = useTranslations('history')
  const trpc = useTRPC()
  const changes = useInfiniteQuery(
    trpc.history.changes.infiniteQueryOptions(
      { change_set: set },
      { getNextPageParam: (page) => (page.more ? page.rows.at(-1)?.id : undefined) },
    ),
  )
  if (changes.isPending) return <Skeleton height={180} m={24} w="auto" aria-busy="true" />
  if (changes.isError && !changes.data) return <LoadFailed retry={() => void changes.refetch()} />
  return (
    <>
      <ul className={classes.changes} aria-label={t('changes')}>
        {changes.data?.pages.flatMap(({ rows }) => rows.map((change) => <Change key={change.id} change={change} />))}
      </ul>
      {changes.hasNextPage && (
        <Button
          mx={24}
          mb={24}
          variant="default"
          loading={changes.isFetchingNextPage}
          onClick={() => void changes.fetchNextPage()}
        >
          {t('more')}
        </Button>
      )}
    </>
  )
}

function Change({ change }: { change: ShownChange }) {
  const t = useTranslations('history')
  const { nounOf } = useHistoryWords()
  const { subject, action } = change
  const href = hrefOf(change)
  const name = subject.name || (subject.noun === 'school' ? t('noun.school') : t('unnamed'))
  return (
    <li>
      <div className={classes.head}>
        <span className={classes.quiet}>{t(`action.${action}`)}</span>
        {href ? <Link href={href}>{name}</Link> : <span>{name}</span>}
        <span className={classes.quiet}>
          {subject.noun === 'school' ? '' : nounOf(subject)} {subject.usin}
        </span>
      </div>
      <Cells change={change} />
    </li>
  )
}
