'use client'

import { Button, Skeleton, Text } from '@mantine/core'
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import type { PersonChange } from '@/domain/history/schema'
import { LoadFailed } from '../kit/load-failed'
import people from '../people/person-drawer.module.css'
import { useCan } from '../shell/actor-context'
import { useTRPC } from '../trpc/client'
import { failureOf, isWorthRetrying } from '../trpc/failure-of'
import { Cells } from './changes-shown'
import classes from './history.module.css'
import { UndoDialog } from './undo-dialog'
import { useHistoryWords } from './use-history-words'

/** What happened to a person, for whoever keeps them; asked for when it is opened. */
export function PersonHistory({ id }: { id: number }) {
  const t = useTranslations('history.person')
  const [opened, setOpened] = useState(false)
  const Icon = opened ? IconChevronDown : IconChevronRight
  return (
    <section className={people.group} style={{ marginTop: 26 }} aria-label={t('title')}>
      <div className={people.legend}>{t('title')}</div>
      <Button
        variant="default"
        size="xs"
        aria-expanded={opened}
        leftSection={<Icon size={14} aria-hidden="true" />}
        onClick={() => setOpened(!opened)}
      >
        {t(opened ? 'hide' : 'show')}
      </Button>
      {opened && <Changes id={id} />}
    </section>
  )
}

function Changes({ id }: { id: number }) {
  const t = useTranslations('history')
  const trpc = useTRPC()
  const [undoing, setUndoing] = useState<string | null>(null)
  const changes = useInfiniteQuery(
    trpc.history.person.infiniteQueryOptions(
      { id },
      { getNextPageParam: (page) => (page.more ? page.rows.at(-1)?.id : undefined), retry: false },
    ),
  )
  if (changes.isPending) return <Skeleton height={90} mt="md" aria-busy="true" />
  if (changes.isError && !changes.data && isWorthRetrying(changes.error))
    return <LoadFailed retry={() => void changes.refetch()} />
  if (changes.isError)
    return (
      <Text size="sm" c="dimmed" mt="sm">
        {failureOf(changes.error)?.kind === 'forbidden' ? t('person.forbidden') : t('gone')}
      </Text>
    )
  const rows = changes.data.pages.flatMap((page) => page.rows)
  return (
    <>
      {rows.length === 0 && (
        <Text size="sm" c="dimmed" mt="sm">
          {t('person.none')}
        </Text>
      )}
      <ul className={classes.changes} style={{ paddingInline: 0 }} aria-label={t('changes')}>
        {rows.map((change) => (
          <Change key={change.id} change={change} undo={setUndoing} />
        ))}
      </ul>
      {changes.hasNextPage && (
        <Button
          variant="default"
          size="xs"
          loading={changes.isFetchingNextPage}
          onClick={() => void changes.fetchNextPage()}
        >
          {t('more')}
        </Button>
      )}
      <UndoDialog set={undoing} close={() => setUndoing(null)} />
    </>
  )
}

function Change({ change, undo }: { change: PersonChange; undo: (set: string) => void }) {
  const t = useTranslations('history')
  const seesAll = useCan('history:read')
  const { author, moment } = useHistoryWords()
  const { act, action } = change
  const words = { create: t('person.born'), delete: t('person.delete'), restore: t('person.restore'), update: '' }[
    action
  ]
  return (
    <li>
      <div className={classes.head}>
        {words && <span>{words}</span>}
        <time className={classes.quiet} dateTime={act.at}>
          {moment(act.at)}
        </time>
        <span className={classes.quiet}>{author(act)}</span>
        {act.kind !== 'single' && <span className={classes.quiet}>{act.title || t(`kind.${act.kind}`)}</span>}
        {act.undone_by !== null && <span className={classes.quiet}>{t('undone')}</span>}
      </div>
      <Cells change={change} />
      {seesAll && (
        <Link className={classes.quiet} href={`/history?set=${act.id}`}>
          {t('wholeAct')}
        </Link>
      )}
      {act.kind === 'single' && act.undone_by === null && (
        <Button variant="subtle" size="compact-sm" ml={seesAll ? 8 : -8} onClick={() => undo(act.id)}>
          {t('undo.short')}
        </Button>
      )}
    </li>
  )
}
