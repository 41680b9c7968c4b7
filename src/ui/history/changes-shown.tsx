'use client'

import { Text, VisuallyHidden } from '@mantine/core'
import { IconArrowRight } from '@tabler/icons-react'
import { useTranslations } from 'next-intl'
import type { ShownChange } from '@/domain/history/schema'
import classes from './history.module.css'
import { useKeyWords } from './use-key-words'

/** What a change did, value by value: old, then new. */
export function Cells({ change }: { change: ShownChange }) {
  const t = useTranslations('history')
  const { keyLabel, text, isFlag } = useKeyWords()
  if (change.erased)
    return (
      <Text size="sm" c="dimmed">
        {t('erased')}
      </Text>
    )
  // Of who was deleted or came back, what is kept is enough to know them by, and is shown as their name.
  if (change.cells.length === 0 || change.action === 'delete' || change.action === 'restore') return null
  const isNew = change.action === 'create'
  return (
    <dl className={classes.cells}>
      {change.cells.map((cell) => {
        const [before, after] = [text(cell, cell.before, change.subject), text(cell, cell.after, change.subject)]
        return (
          <div key={cell.key}>
            <dt>{keyLabel(cell, change.subject)}</dt>
            {!isFlag(cell) && (
              <dd>
                {!isNew && (
                  <>
                    <VisuallyHidden>{t('was')}</VisuallyHidden>
                    <del>{before || t('blank')}</del>
                    <IconArrowRight size={14} stroke={1.6} aria-hidden="true" />
                    <VisuallyHidden>{t('now')}</VisuallyHidden>
                  </>
                )}
                <ins>{after || t('blank')}</ins>
              </dd>
            )}
          </div>
        )
      })}
    </dl>
  )
}
