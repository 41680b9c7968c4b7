'use client'

import { NativeSelect } from '@mantine/core'
import { IconArrowRight } from '@tabler/icons-react'
import { useTranslations } from 'next-intl'
import classes from './imports.module.css'
import type { Import } from './types'
import { useImportWords } from './use-import-words'

const groups = ['built_in', 'field', 'guardian'] as const

type Props = {
  found: Import
  at: number
  title: string
  samples: string[]
  target: string | null
  choose: (target: string | null) => void
}

/** One column of the file: its title, what stands in it, and the field it is. */
export function ColumnMatch({ found, at, title, samples, target, choose }: Props) {
  const t = useTranslations('imports')
  const words = useTranslations('export')
  const { labelOf, titleOf } = useImportWords(found)
  const data = groups.flatMap((kind) => {
    const items = found.choices.filter((choice) => choice.kind === kind)
    if (items.length === 0) return []
    return [{ group: words(`group.${kind}`), items: items.map(({ name }) => ({ value: name, label: labelOf(name) })) }]
  })
  const called = titleOf(at)
  return (
    <li className={classes.match} data-unmatched={target === null || undefined}>
      <div className={classes.column}>
        <strong data-untitled={!title || undefined}>{called}</strong>
        <span className={classes.quiet}>
          {samples.length > 0 ? samples.join(t('enumeration')) : t('columns.blank')}
        </span>
      </div>
      <IconArrowRight size={16} aria-hidden="true" />
      <NativeSelect
        aria-label={t('columns.fieldOf', { column: called })}
        value={target ?? ''}
        onChange={(event) => choose(event.currentTarget.value || null)}
        data={[{ value: '', label: t('columns.leaveOut') }, ...data]}
      />
    </li>
  )
}
