'use client'

import { Button, Select, Text, Title } from '@mantine/core'
import { IconSchool } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import type { RolledOver, RolloverStart } from '@/domain/rollover/schema'
import { Section } from '../account/section'
import { ActsLine } from '../acts/acts-line'
import { UndoDialog } from '../history/undo-dialog'
import { LoadFailed } from '../kit/load-failed'
import { Page } from '../kit/page'
import people from '../people/people-page.module.css'
import { useTRPC } from '../trpc/client'
import { RolloverDone } from './rollover-done'
import { RolloverForm } from './rollover-form'

/** The turn of the school year: who graduates, stays or leaves, what classes are called next, a preview, and then the act. */
export function RolloverPage() {
  const t = useTranslations('rollover')
  const trpc = useTRPC()
  const start = useQuery(trpc.rollover.start.queryOptions())
  const [undoing, undo] = useState<string | null>(null)
  return (
    <Page title={t('title')}>
      <ActsLine />
      {start.isError && !start.data && <LoadFailed retry={() => void start.refetch()} />}
      {start.data && <Rollover start={start.data} undo={undo} />}
      {/* Here, since an undo opens the year again: the dialog outlives what opened it, to say what came of it. */}
      <UndoDialog set={undoing} close={() => undo(null)} />
    </Page>
  )
}

type Props = {
  start: RolloverStart
  /** Asks whether a change set is to be undone. */
  undo: (set: string) => void
}

function Rollover({ start, undo }: Props) {
  const t = useTranslations('rollover')
  const [chosen, choose] = useState<number>()
  const [ran, setRan] = useState<RolledOver>()
  const year = chosen ?? start.year
  const done = start.years.find((each) => each.year === year)?.done ?? null
  // Once a year is closed, the page stays with it.
  const finish = (result: RolledOver) => {
    choose(year)
    setRan(result)
  }
  if (start.cohorts.length === 0 && !done) return <Nobody />
  const nameOf = (end: number) => t('yearName', { from: String(end - 1), to: String(end) })
  const latest = Math.max(...start.years.map((each) => each.year))
  return (
    <>
      <Text c="dimmed" maw={680} mb="md">
        {t('intro')}
      </Text>
      <Section title={t('year')} aside={t('yearHint')}>
        <Select
          aria-label={t('year')}
          data={start.years.map((each) => ({
            value: String(each.year),
            label: each.done ? t('yearDone', { year: nameOf(each.year) }) : nameOf(each.year),
          }))}
          value={String(year)}
          onChange={(next) => next && choose(Number(next))}
          allowDeselect={false}
          maw={320}
        />
        {!done && year === latest && start.years.some((each) => each.done) && (
          <Text size="sm" mt="xs" role="status">
            {t('early', { year: String(year) })}
          </Text>
        )}
      </Section>
      {done ? (
        <RolloverDone
          key={year}
          year={year}
          done={done}
          ran={ran?.change_set === done.change_set ? ran : undefined}
          undo={() => undo(done.change_set)}
        />
      ) : (
        <RolloverForm key={year} start={start} year={year} finish={finish} />
      )}
    </>
  )
}

function Nobody() {
  const t = useTranslations('rollover')
  return (
    <div className={people.empty}>
      <IconSchool size={40} stroke={1.2} aria-hidden="true" />
      <Title order={2}>{t('empty')}</Title>
      <Text c="dimmed">{t('emptyBody')}</Text>
      <Button component={Link} href="/students" mt="sm" variant="default">
        {t('toStudents')}
      </Button>
    </div>
  )
}
