'use client'

import { Button, Group, Text } from '@mantine/core'
import { useHotkeys } from '@mantine/hooks'
import { IconTrash } from '@tabler/icons-react'
import { useTranslations } from 'next-intl'
import { type FormEvent, type ReactNode, useEffect } from 'react'
import type { Field } from '@/domain/fields/schema'
import type { Person } from '@/domain/people/schema'
import { useDraft } from '../form/use-draft'
import type { Kind } from './kind'
import { draftOf } from './person-draft'
import classes from './person-drawer.module.css'
import { PersonFields } from './person-fields'
import { usePersonSave } from './use-person-save'
import { useSuggestedNumber } from './use-suggested-number'

type Props = {
  kind: Kind
  fields: readonly Field[]
  /** Undefined: somebody new. */
  person: Person | undefined
  /** Of somebody new: whose guardian. */
  studentId?: number | undefined
  /** Whether the keys are meant for this form; another may lie over it. */
  active: boolean
  setDirty: (dirty: boolean) => void
  done: () => void
  remove: (() => void) | undefined
  children?: ReactNode
}

export function PersonForm({ kind, fields, person, studentId, active, setDirty, done, remove, children }: Props) {
  const t = useTranslations('person')
  const common = useTranslations('common')
  const draft = useDraft({ ...draftOf(kind, fields, person), ...(studentId && { student_id: String(studentId) }) })
  const { save, busy } = usePersonSave(kind, fields, person, draft)
  useSuggestedNumber(kind === 'guardian' && !person, draft)
  useEffect(() => setDirty(draft.dirty), [draft.dirty, setDirty])

  const saveAndClose = async () => {
    if (busy) return
    if (person && !draft.dirty) return done()
    if (!(await save())) return
    setDirty(false)
    done()
  }
  /** For whoever goes on typing. */
  const saveAndStay = async (next: (saved: Person) => ReturnType<typeof draftOf>) => {
    if (busy || !draft.dirty) return
    const saved = await save()
    if (saved) draft.restart(next(saved))
  }
  const keep = (saved: Person) => draftOf(kind, fields, saved)
  const onSave = () => active && (person ? saveAndStay(keep) : saveAndClose())
  useHotkeys(
    [
      ['mod+Enter', () => active && saveAndClose()],
      ['mod+S', onSave],
    ],
    [],
  )
  const submit = (event: FormEvent) => {
    event.preventDefault()
    event.stopPropagation()
    void saveAndClose()
  }

  return (
    <form
      className={classes.form}
      onSubmit={submit}
      noValidate
      ref={draft.form}
      aria-label={person?.name ?? t(`new.${kind}`)}
    >
      <div className={classes.fields}>
        <PersonFields kind={kind} fields={fields} draft={draft} first={studentId ? 'name' : firstOf[kind]} />
        {children}
      </div>
      <div className={classes.footer}>
        {remove ? (
          <Button
            variant="subtle"
            color="red"
            onClick={remove}
            leftSection={<IconTrash size={16} aria-hidden="true" />}
          >
            {common('delete')}
          </Button>
        ) : (
          <Text size="xs" c="dimmed" visibleFrom="xs">
            {t('saveShortcut')}
          </Text>
        )}
        <Group gap="xs" wrap="nowrap">
          {!person && (
            <Button
              variant="default"
              disabled={busy}
              onClick={() => saveAndStay(() => draftOf(kind, fields, undefined))}
            >
              {t('createAnother')}
            </Button>
          )}
          <Button type="submit" loading={busy}>
            {person ? common('save') : t('create')}
          </Button>
        </Group>
      </div>
    </form>
  )
}

const firstOf = { student: 'name', teacher: 'name', guardian: 'student_id' } as const
