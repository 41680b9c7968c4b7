'use client'

import { Button, Group, Text } from '@mantine/core'
import { useHotkeys } from '@mantine/hooks'
import { IconTrash } from '@tabler/icons-react'
import { useTranslations } from 'next-intl'
import { type FormEvent, type ReactNode, useEffect, useState } from 'react'
import type { Field } from '@/domain/fields/schema'
import type { Person } from '@/domain/people/schema'
import { ChangedDialog } from '../form/changed-dialog'
import { differencesOf } from '../form/differences'
import { useDraft } from '../form/use-draft'
import type { Kind } from './kind'
import { draftOf } from './person-draft'
import classes from './person-drawer.module.css'
import { PersonFields } from './person-fields'
import { usePersonSave } from './use-person-save'
import { usePersonWords } from './use-person-words'
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
  /** Told while a question of the form's own lies over it. */
  setAsking: (asking: boolean) => void
  done: () => void
  remove: (() => void) | undefined
  children?: ReactNode
}

export function PersonForm(props: Props) {
  const { kind, fields, person, studentId, setDirty, setAsking, done, remove, children } = props
  const t = useTranslations('person')
  const common = useTranslations('common')
  const words = usePersonWords(kind, fields)
  const draft = useDraft({ ...draftOf(kind, fields, person), ...(studentId && { student_id: String(studentId) }) })
  // What the draft began with, and what somebody else has made of it meanwhile.
  const [began, setBegan] = useState(person)
  const [now, setNow] = useState<Person>()
  const active = props.active && !now
  const { save, busy } = usePersonSave({ kind, fields, person: began, draft, onChanged: setNow })
  useSuggestedNumber(kind === 'guardian' && !person, draft)
  useEffect(() => setDirty(draft.dirty), [draft.dirty, setDirty])
  useEffect(() => setAsking(now !== undefined), [now, setAsking])
  const keep = (saved: Person) => draftOf(kind, fields, saved)
  const restart = (next: Person) => {
    draft.restart(keep(next))
    setBegan(next)
  }
  // The list that the drawer was opened from may be older than the record.
  if (person && began && person.updated_at > began.updated_at && !draft.dirty && !busy) restart(person)

  const saveAndClose = async (over = began) => {
    if (busy) return
    if (person && !draft.dirty) return done()
    if (!(await save(over))) return
    setDirty(false)
    done()
  }
  /** For whoever goes on typing: about the same person, or the next new one. */
  const saveAndStay = async () => {
    if (busy || !draft.dirty) return
    const saved = await save()
    if (!saved) return
    if (person) restart(saved)
    else draft.restart(draftOf(kind, fields, undefined))
  }
  const onSave = () => active && (person ? saveAndStay() : saveAndClose())
  useHotkeys(
    [
      ['mod+Enter', () => active && saveAndClose()],
      ['mod+S', onSave],
    ],
    [],
  )
  /** Goes on from what is there now; answers it. */
  const resume = (): Person | undefined => {
    if (!now) return undefined
    draft.rebase(keep(now))
    setBegan(now)
    setNow(undefined)
    return now
  }
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
            <Button variant="default" disabled={busy} onClick={saveAndStay}>
              {t('createAnother')}
            </Button>
          )}
          <Button type="submit" loading={busy}>
            {person ? common('save') : t('create')}
          </Button>
        </Group>
      </div>
      <ChangedDialog
        {...words}
        opened={now !== undefined}
        title={began?.name ?? ''}
        differences={now ? differencesOf({ before: draft.start, now: keep(now), mine: draft.values }) : []}
        save={() => {
          const over = resume()
          void saveAndClose(over)
        }}
        discard={() => {
          if (now) restart(now)
          setNow(undefined)
        }}
        resume={() => setTimeout(resume)}
      />
    </form>
  )
}

const firstOf = { student: 'name', teacher: 'name', guardian: 'student_id' } as const
