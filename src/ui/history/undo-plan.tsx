'use client'

import { Text } from '@mantine/core'
import { useTranslations } from 'next-intl'
import type { UndoPreview } from '@/domain/undo/schema'
import classes from './history.module.css'
import { movedBy } from './moved-by'

/** What an undo would do, line by line, and what no undo can. */
export function UndoPlan({ plan }: { plan: UndoPreview }) {
  const t = useTranslations('history.undo')
  const { people, fields, school, fixed } = plan
  const lines = [
    people.delete > 0 && t('willDelete', { count: people.delete }),
    people.restore > 0 && t('willRestore', { count: people.restore }),
    people.change > 0 && t('willChange', { count: people.change }),
    fields.delete > 0 && t('willDeleteFields', { count: fields.delete }),
    fields.restore > 0 && t('willRestoreFields', { count: fields.restore }),
    fields.change > 0 && t('willChangeFields', { count: fields.change }),
    school > 0 && t('willSchool'),
  ].filter((line) => line !== false)
  return (
    <>
      {movedBy(plan) === 0 ? (
        fixed.length + plan.conflictCount === 0 && <Text size="sm">{t('nothing')}</Text>
      ) : (
        <ul className={classes.will}>
          {lines.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      )}
      {fixed.map(({ noun, count }) => (
        <Text key={noun} size="sm" c="dimmed">
          {t(`fixed.${noun}`, { count })}
        </Text>
      ))}
    </>
  )
}
