'use client'

import { Box, Button, Drawer, Skeleton, Stack, Text, Title } from '@mantine/core'
import { IconArrowBackUp } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useRef, useState } from 'react'
import type { ChangeSetRow } from '@/domain/history/schema'
import { LoadFailed } from '../kit/load-failed'
import people from '../people/person-drawer.module.css'
import { useTRPC } from '../trpc/client'
import { isWorthRetrying } from '../trpc/failure-of'
import { ActChanges } from './act-changes'
import classes from './history.module.css'
import { UndoDialog } from './undo-dialog'
import { useHistoryWords } from './use-history-words'
import { useOpenSet } from './use-open-set'

/** The change set that is open: what it was, its changes, and the way back. */
export function ActDrawer() {
  const t = useTranslations('history')
  const common = useTranslations('common')
  const trpc = useTRPC()
  const { set, open, close } = useOpenSet()
  const [undoing, setUndoing] = useState(false)
  // While the drawer slides away it still shows what was there.
  const last = useRef(set)
  if (set !== undefined) last.current = set
  const id = last.current ?? ''
  const found = useQuery(trpc.history.get.queryOptions({ change_set: id }, { enabled: id !== '' }))
  return (
    <Drawer
      opened={set !== undefined}
      onClose={close}
      position="right"
      size={580}
      title={t('details')}
      closeOnEscape={!undoing}
      transitionProps={{ duration: 150 }}
      closeButtonProps={{ 'aria-label': common('close'), size: 'lg' }}
      classNames={{ header: people.header ?? '', title: people.title ?? '', body: people.body ?? '' }}
    >
      {found.isPending && <Skeleton height={120} m={24} w="auto" />}
      {found.isError && !found.data && isWorthRetrying(found.error) && (
        <Box px={24}>
          <LoadFailed retry={() => void found.refetch()} />
        </Box>
      )}
      {found.isError && !isWorthRetrying(found.error) && (
        <Stack p="xl" gap={4}>
          <Title order={2}>{t('gone')}</Title>
          <Text c="dimmed">{t('goneBody')}</Text>
        </Stack>
      )}
      {found.data && (
        <>
          <Facts row={found.data} open={open} />
          <WayBack row={found.data} ask={() => setUndoing(true)} />
          {found.data.counts.length > 0 && <ActChanges key={id} set={id} />}
        </>
      )}
      <UndoDialog set={undoing ? id : null} close={() => setUndoing(false)} see={open} />
    </Drawer>
  )
}

/** The button that undoes, or why there is none. */
function WayBack({ row, ask }: { row: ChangeSetRow; ask: () => void }) {
  const t = useTranslations('history.undo')
  if (row.undone_by !== null || row.counts.length === 0) return null
  if (row.kind === 'erasure')
    return (
      <div className={classes.actions}>
        <Text size="sm" c="dimmed">
          {t('erasure')}
        </Text>
      </div>
    )
  const fixed = fixedCounts(row)
  return (
    <div className={classes.actions}>
      {fixed.length < row.counts.length && (
        <Button variant="default" leftSection={<IconArrowBackUp size={16} aria-hidden="true" />} onClick={ask}>
          {t('open')}
        </Button>
      )}
      {fixed.map(({ noun, action, count }) => (
        <Text key={`${noun} ${action}`} size="sm" c="dimmed">
          {t(`fixed.${noun}`, { count })}
        </Text>
      ))}
    </div>
  )
}

/** What no undo puts back. */
const fixedCounts = ({ counts }: ChangeSetRow) =>
  counts.flatMap(({ noun, ...rest }) =>
    noun === 'person' || noun === 'field' || noun === 'school' ? [] : [{ noun, ...rest }],
  )

function Facts({ row, open }: { row: ChangeSetRow; open: (id: string) => void }) {
  const t = useTranslations('history')
  const { author, moment, summary } = useHistoryWords()
  const facts = [
    { label: t('what'), value: summary(row) },
    { label: t('when'), value: <time dateTime={row.at}>{moment(row.at)}</time> },
    { label: t('by'), value: author(row) },
    { label: t('through'), value: t(`via.${row.via}`) },
    row.note !== '' && { label: t('note'), value: row.note },
  ].filter((fact) => fact !== false)
  const other = row.undone_by ?? row.undo_of
  return (
    <>
      <dl className={classes.facts}>
        {facts.map(({ label, value }) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {other !== null && (
        <Text size="sm" px={24} pb={6}>
          {t(row.undone_by === null ? 'undoes' : 'undoneBy')}{' '}
          <Button variant="subtle" size="compact-sm" onClick={() => open(other)}>
            {t('seeOther')}
          </Button>
        </Text>
      )}
    </>
  )
}
