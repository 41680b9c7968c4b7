'use client'

import { Drawer } from '@mantine/core'
import { useTranslations } from 'next-intl'
import { useRef, useState } from 'react'
import type { FieldRole } from '@/domain/fields/schema'
import { UnsavedDialog } from '../form/unsaved-dialog'
import { useLeaveGuard } from '../form/use-leave-guard'
import { FieldForm } from './field-form'
import type { HeldField } from './field-row'

type Props = {
  role: FieldRole
  fields: readonly HeldField[]
  /** A field's name, `new`, or none. */
  wanted: string | null
  go: (to: string | null) => void
}

export function FieldDrawer({ role, fields, wanted, go }: Props) {
  const t = useTranslations('fields')
  const common = useTranslations('common')
  const { shown, asking, request, leave, stay, setDirty } = useLeaveGuard({ wanted, go })
  // A question of the form's own.
  const [formAsks, setFormAsks] = useState(false)
  const last = useRef(shown)
  if (shown !== null) last.current = shown
  const field = fields.find(({ name }) => name === last.current)
  // Somebody else may give it another name while it is open.
  const found = useRef<string | null>(null)
  if (field) found.current = field.name
  const isNew = last.current === null || found.current !== last.current
  const title = isNew ? t('newTitle', { role: t(role === 1 ? 'students' : 'teachers') }) : t('editTitle')
  return (
    <>
      <Drawer
        opened={shown !== null}
        onClose={() => request(null)}
        title={title}
        position="right"
        size={520}
        closeOnEscape={!asking && !formAsks}
        transitionProps={{ duration: 150 }}
        closeButtonProps={{ 'aria-label': common('close') }}
      >
        <FieldForm
          key={last.current}
          role={role}
          fields={fields}
          field={field}
          active={shown !== null && !asking}
          setDirty={setDirty}
          setAsking={setFormAsks}
          done={() => go(null)}
          cancel={() => request(null)}
        />
      </Drawer>
      <UnsavedDialog opened={asking} leave={leave} stay={stay} />
    </>
  )
}
