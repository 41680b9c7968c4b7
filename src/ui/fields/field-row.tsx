'use client'

import { ActionIcon, Badge, Text, UnstyledButton } from '@mantine/core'
import { IconArrowDown, IconArrowUp, IconGripVertical, IconTrash } from '@tabler/icons-react'
import { useTranslations } from 'next-intl'
import type { DragEvent } from 'react'
import type { Field } from '@/domain/fields/schema'
import { held } from '../kit/held'
import classes from './fields-page.module.css'

export type HeldField = Field & { holders: number }
type Props = {
  field: HeldField
  /** Undefined: only to look at. */
  change:
    | {
        edit: () => void
        remove: () => void
        up: (() => void) | undefined
        down: (() => void) | undefined
        drag: { start: () => void; over: () => void; drop: () => void; end: () => void; dragging: boolean }
      }
    | undefined
}

/** A field in the list; its order changes by dragging, or by the arrows for whoever has no mouse. */
export function FieldRow({ field, change }: Props) {
  const t = useTranslations('fields')
  const { label, name, type, options, required, unique, holders } = field
  const onDragOver = (event: DragEvent) => {
    event.preventDefault()
    change?.drag.over()
  }
  const what = (
    <>
      <span className={classes.label}>
        {label}
        {required && <Badge color="ink">{t('required')}</Badge>}
        {unique && <Badge color="gray">{t('unique')}</Badge>}
      </span>
      <span className={classes.about}>
        <code>{name}</code>
        <span>{t(`types.${type}`)}</span>
        {options.length > 0 && <span className={classes.options}>{options.join('、')}</span>}
      </span>
    </>
  )
  return (
    <li
      className={classes.row}
      data-dragging={change?.drag.dragging || undefined}
      draggable={change !== undefined}
      onDragStart={change?.drag.start}
      onDragOver={change && onDragOver}
      onDrop={change?.drag.drop}
      onDragEnd={change?.drag.end}
    >
      {change && <IconGripVertical className={classes.grip} size={16} stroke={1.5} aria-hidden="true" />}
      {change ? (
        <UnstyledButton className={classes.what} onClick={change.edit} aria-label={t('edit', { label })}>
          {what}
        </UnstyledButton>
      ) : (
        <div className={classes.what}>{what}</div>
      )}
      <Text size="sm" c="dimmed" className={classes.holders}>
        {t('holders', { count: holders })}
      </Text>
      {change && (
        <div className={classes.acts}>
          <ActionIcon aria-label={t('moveUp', { label })} {...held(!change.up)} onClick={change.up}>
            <IconArrowUp size={16} stroke={1.6} aria-hidden="true" />
          </ActionIcon>
          <ActionIcon aria-label={t('moveDown', { label })} {...held(!change.down)} onClick={change.down}>
            <IconArrowDown size={16} stroke={1.6} aria-hidden="true" />
          </ActionIcon>
          <ActionIcon aria-label={t('delete', { label })} onClick={change.remove}>
            <IconTrash size={16} stroke={1.6} aria-hidden="true" />
          </ActionIcon>
        </div>
      )}
    </li>
  )
}
