'use client'

import { Select, Skeleton, Text, TextInput } from '@mantine/core'
import { IconArrowRight } from '@tabler/icons-react'
import { useTranslations } from 'next-intl'
import type { RolloverStart } from '@/domain/rollover/schema'
import { Section } from '../account/section'
import { type ClassRow, type Draft, newName } from './draft'
import classes from './rollover.module.css'

type Props = {
  start: RolloverStart
  draft: Draft
  change: (part: Partial<Draft>) => void
  rows: readonly ClassRow[]
  isPending: boolean
}

/** The field that holds classes, and what each is called next. */
export function ClassNames({ start, draft, change, rows, isPending }: Props) {
  const t = useTranslations('rollover')
  const moving = rows.filter((row) => row.moving > 0)
  const leaving = rows.length - moving.length
  return (
    <Section title={t('classes')} aside={t('classesHint')}>
      {start.fields.length === 0 ? (
        <Text size="sm">{t('noFields')}</Text>
      ) : (
        <Select
          label={t('field')}
          data={[
            { value: '', label: t('noField') },
            ...start.fields.map(({ name, label }) => ({ value: name, label })),
          ]}
          value={draft.field}
          onChange={(field) => change({ field: field ?? '', names: {} })}
          allowDeselect={false}
          maw={320}
        />
      )}
      {isPending && <Skeleton height={120} mt="md" aria-busy="true" />}
      {draft.field !== '' && !isPending && rows.length === 0 && (
        <Text size="sm" mt="sm" c="dimmed">
          {t('noClasses')}
        </Text>
      )}
      {moving.length > 0 && (
        <ul className={classes.renames} aria-label={t('classes')}>
          {moving.map(({ value, moving: count }) => (
            <li key={value}>
              <span className={classes.old}>
                {value} <span className={classes.quiet}>{t('held', { count })}</span>
              </span>
              <IconArrowRight size={14} stroke={1.6} aria-hidden="true" />
              <TextInput
                size="xs"
                aria-label={t('newNameOf', { name: value })}
                placeholder={t('classStays')}
                value={newName(draft, value)}
                onChange={(event) => change({ names: { ...draft.names, [value]: event.currentTarget.value } })}
                maxLength={64}
              />
            </li>
          ))}
        </ul>
      )}
      {leaving > 0 && (
        <Text size="sm" mt="sm" c="dimmed">
          {t('allGraduate', { count: leaving })}
        </Text>
      )}
    </Section>
  )
}
