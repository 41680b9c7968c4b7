'use client'

import { Box, Skeleton, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import type { Field } from '@/domain/fields/schema'
import type { Person } from '@/domain/people/schema'
import { PersonHistory } from '../history/person-history'
import { LoadFailed } from '../kit/load-failed'
import { useCan } from '../shell/actor-context'
import { useTRPC } from '../trpc/client'
import { isWorthRetrying } from '../trpc/failure-of'
import { GuardianList } from './guardian-list'
import { type Kind, roleOf } from './kind'
import { PersonDetails } from './person-details'
import classes from './person-drawer.module.css'
import { PersonForm } from './person-form'
import { usePeopleActions } from './use-people-actions'

type Props = {
  kind: Kind
  fields: readonly Field[]
  person: string
  row: Person | undefined
  studentId: number | undefined
  active: boolean
  setDirty: (dirty: boolean) => void
  setAsking: (asking: boolean) => void
  close: () => void
  openGuardian: (guardian: string) => void
}

/** What the drawer holds: a form, or for whoever may only look, the details; of a student the guardians too. */
export function PersonPanel(props: Props) {
  const { kind, fields, person: wanted, row, studentId, active, setDirty, setAsking, close, openGuardian } = props
  const trpc = useTRPC()
  const mayWrite = useCan('people:write')
  const { remove } = usePeopleActions()
  const isNew = wanted === 'new'
  const id = Number(wanted)
  const found = useQuery(trpc.people.get.queryOptions({ id }, { enabled: !isNew && Number.isInteger(id) }))
  const anybody = found.data ?? row
  // A link may name somebody of another list.
  const person = anybody?.role === roleOf[kind] ? anybody : undefined

  if (!isNew && !person) {
    if (found.isPending && Number.isInteger(id)) return <Waiting />
    if (found.isError && isWorthRetrying(found.error)) return <Unread retry={() => void found.refetch()} />
    return <Gone />
  }
  const guardians = kind === 'student' && person && (
    <GuardianList studentId={person.id} open={openGuardian} mayWrite={mayWrite} />
  )
  return mayWrite ? (
    <PersonForm
      kind={kind}
      fields={fields}
      person={isNew ? undefined : person}
      studentId={studentId}
      active={active}
      setDirty={setDirty}
      setAsking={setAsking}
      done={close}
      remove={
        person &&
        (() => {
          setDirty(false)
          close()
          void remove([person]).catch(() => undefined)
        })
      }
    >
      {guardians}
      {person && <PersonHistory id={person.id} />}
    </PersonForm>
  ) : (
    person && (
      <div>
        <PersonDetails kind={kind} fields={fields} person={person} />
        <div className={classes.fields}>{guardians}</div>
      </div>
    )
  )
}

function Waiting() {
  return (
    <Stack p="lg" gap="lg" aria-busy="true">
      {[60, 80, 70].map((width) => (
        <Skeleton key={width} height={16} width={`${width}%`} />
      ))}
    </Stack>
  )
}

function Unread({ retry }: { retry: () => void }) {
  return (
    <Box px="lg">
      <LoadFailed retry={retry} />
    </Box>
  )
}

function Gone() {
  const t = useTranslations('person')
  return (
    <Text c="dimmed" p="lg">
      {t('goneBody')}
    </Text>
  )
}
