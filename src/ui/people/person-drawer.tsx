'use client'

import { ActionIcon, Drawer } from '@mantine/core'
import { IconChevronDown, IconChevronUp } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useEffect, useRef, useState } from 'react'
import type { Field } from '@/domain/fields/schema'
import type { Person } from '@/domain/people/schema'
import { UnsavedDialog } from '../form/unsaved-dialog'
import { useLeaveGuard } from '../form/use-leave-guard'
import { held } from '../kit/held'
import { PersonalMenu } from '../privacy/personal-menu'
import { useTRPC } from '../trpc/client'
import { isWorthRetrying } from '../trpc/failure-of'
import { type Kind, roleOf } from './kind'
import classes from './person-drawer.module.css'
import { PersonPanel } from './person-panel'

type Props = {
  kind: Kind
  fields: readonly Field[]
  /** The list behind, to walk through. */
  rows: readonly Person[]
  /** An id, `new`, or nobody. */
  wanted: string | null
  open: (person: string) => void
  close: () => void
  /** Of a new guardian: whose. */
  studentId?: number | undefined
}

export function PersonDrawer({ kind, fields, rows, wanted, open, close, studentId }: Props) {
  const t = useTranslations('person')
  const common = useTranslations('common')
  const trpc = useTRPC()
  const go = (to: string | null) => (to === null ? close() : open(to))
  const nested = studentId !== undefined
  const { shown, asking, request, leave, stay, setDirty } = useLeaveGuard({ wanted, go })
  const [guardian, setGuardian] = useState<string | null>(null)
  // A question of the form's own.
  const [formAsks, setFormAsks] = useState(false)
  // While the drawer slides away it still shows who was there.
  const last = useRef(shown)
  if (shown !== null) last.current = shown
  useEffect(() => {
    // Whoever was looked at last is where the reader goes on.
    if (shown === null && !nested) document.querySelector<HTMLElement>(`[data-row-link="${last.current}"]`)?.focus()
  }, [shown, nested])
  const current = shown ?? last.current
  const at = rows.findIndex(({ id }) => String(id) === current)
  const found = useQuery(trpc.people.get.queryOptions({ id: Number(current) }, { enabled: isId(current) }))
  // A link may name somebody of another list.
  const person = found.data?.role === roleOf[kind] ? found.data : rows[at]
  const unread = found.isError && isWorthRetrying(found.error)
  const name = person?.name ?? (found.isLoading ? undefined : unread ? common('loadFailed') : t('gone'))
  const steps = [
    { label: t('previous'), to: rows[at - 1], icon: IconChevronUp },
    { label: t('next'), to: rows[at + 1], icon: IconChevronDown },
  ]
  return (
    <>
      <Drawer.Root
        opened={shown !== null}
        onClose={() => request(null)}
        returnFocus={nested}
        position="right"
        size={580}
        closeOnEscape={!asking && !formAsks && guardian === null}
        transitionProps={{ duration: 150 }}
        classNames={{ content: classes.content ?? '' }}
      >
        <Drawer.Overlay backgroundOpacity={0.28} />
        <Drawer.Content>
          <Drawer.Header className={classes.header}>
            <Drawer.Title className={classes.title}>{current === 'new' ? t(`new.${kind}`) : name}</Drawer.Title>
            {at >= 0 &&
              steps.map(({ label, to, icon: Icon }) => (
                <ActionIcon key={label} aria-label={label} {...held(!to)} onClick={() => to && request(String(to.id))}>
                  <Icon size={18} stroke={1.6} aria-hidden="true" />
                </ActionIcon>
              ))}
            {person && (
              <PersonalMenu
                id={person.id}
                setAsking={setFormAsks}
                erased={() => {
                  setDirty(false)
                  close()
                }}
              />
            )}
            <Drawer.CloseButton aria-label={common('close')} size="lg" />
          </Drawer.Header>
          <Drawer.Body className={classes.body}>
            {current !== null && (
              <PersonPanel
                key={current}
                kind={kind}
                fields={fields}
                person={current}
                row={rows[at]}
                studentId={studentId}
                active={!asking && guardian === null}
                setDirty={setDirty}
                setAsking={setFormAsks}
                close={close}
                openGuardian={setGuardian}
              />
            )}
          </Drawer.Body>
        </Drawer.Content>
      </Drawer.Root>
      {kind === 'student' && isId(current) && (
        <PersonDrawer
          kind="guardian"
          fields={none}
          rows={none}
          wanted={guardian}
          open={setGuardian}
          close={() => setGuardian(null)}
          studentId={Number(current)}
        />
      )}
      <UnsavedDialog opened={asking} leave={leave} stay={stay} />
    </>
  )
}

const none: never[] = []
const isId = (person: string | null) => person !== null && /^\d+$/.test(person)
