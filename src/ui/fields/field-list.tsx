'use client'

import { VisuallyHidden } from '@mantine/core'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import type { FieldRole } from '@/domain/fields/schema'
import { ConfirmDialog } from '../kit/confirm-dialog'
import { useCan } from '../shell/actor-context'
import { FieldRow, type HeldField } from './field-row'
import classes from './fields-page.module.css'
import { moved } from './move'
import { useFieldActions } from './use-field-actions'

type Props = { role: FieldRole; fields: readonly HeldField[]; edit: (name: string) => void }

/** The fields of a role in the order in which forms and columns show them. */
export function FieldList({ role, fields, edit }: Props) {
  const t = useTranslations('fields')
  const mayWrite = useCan('fields:write')
  const { remove, reorder } = useFieldActions(role)
  const [asked, setAsked] = useState<HeldField>()
  const [dragged, setDragged] = useState<{ name: string; to: number }>()
  const [said, setSaid] = useState('')
  const from = fields.findIndex(({ name }) => name === dragged?.name)
  // While something is dragged the list shows where it would land.
  const shown = dragged ? moved(fields, from, dragged.to) : fields

  const move = (field: HeldField, to: number) => {
    const at = fields.indexOf(field)
    if (to < 0 || to >= fields.length || to === at) return
    reorder(moved(fields, at, to).map(({ name }) => name))
    setSaid(t('moved', { label: field.label, position: to + 1, total: fields.length }))
  }
  const drop = () => {
    const field = fields[from]
    if (dragged && field) move(field, dragged.to)
    setDragged(undefined)
  }
  return (
    <>
      <ol className={classes.list} aria-label={t('listOf', { role: t(role === 1 ? 'students' : 'teachers') })}>
        {shown.map((field, at) => (
          <FieldRow
            key={field.id}
            field={field}
            change={
              mayWrite
                ? {
                    edit: () => edit(field.name),
                    remove: () => setAsked(field),
                    up: at > 0 ? () => move(field, at - 1) : undefined,
                    down: at < fields.length - 1 ? () => move(field, at + 1) : undefined,
                    drag: {
                      start: () => setDragged({ name: field.name, to: at }),
                      over: () => setDragged((now) => (now && now.to !== at ? { ...now, to: at } : now)),
                      drop,
                      end: () => setDragged(undefined),
                      dragging: dragged?.name === field.name,
                    },
                  }
                : undefined
            }
          />
        ))}
      </ol>
      <VisuallyHidden role="status">{said}</VisuallyHidden>
      <ConfirmDialog
        opened={asked !== undefined}
        title={t('confirmTitle', { label: asked?.label ?? '' })}
        confirm={t('confirmButton')}
        onCancel={() => setAsked(undefined)}
        onConfirm={() => {
          if (asked) remove(asked)
          setAsked(undefined)
        }}
      >
        {t('confirmBody', { count: asked?.holders ?? 0 })}
      </ConfirmDialog>
    </>
  )
}
