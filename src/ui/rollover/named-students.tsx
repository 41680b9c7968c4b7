'use client'

import { Autocomplete, CloseButton, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import type { Person } from '@/domain/people/schema'
import { Section } from '../account/section'
import { StudentSelect } from '../people/student-select'
import { useTRPC } from '../trpc/client'
import type { Draft } from './draft'
import classes from './rollover.module.css'

type Props = { draft: Draft; change: (part: Partial<Draft>) => void; names: readonly string[] }

/** Who stays for another year, and who leaves before the end: each in one list only. */
export function NamedStudents({ draft, change, names }: Props) {
  const t = useTranslations('rollover')
  const { leavers, repeaters, field } = draft
  const without = (id: number) => ({
    leavers: leavers.filter((each) => each !== id),
    repeaters: repeaters.filter((each) => each.id !== id),
  })
  const repeat = (id: number) => change({ ...without(id), repeaters: [...without(id).repeaters, { id, class: '' }] })
  const leave = (id: number) => change({ ...without(id), leavers: [...without(id).leavers, id] })
  const give = (id: number, name: string) =>
    change({ repeaters: repeaters.map((each) => (each.id === id ? { id, class: name } : each)) })
  return (
    <Section title={t('exceptions')} aside={t('exceptionsHint')}>
      <Picked label={t('repeaters')} hint={t('repeatersHint')} add={t('addRepeater')} onAdd={repeat}>
        {repeaters.map((each) => (
          <Named key={each.id} id={each.id} remove={() => change(without(each.id))}>
            {(student) =>
              field !== '' && (
                <Autocomplete
                  className={classes.class}
                  size="xs"
                  aria-label={t('classOf', { name: student.name })}
                  placeholder={
                    student.values[field] ? t('classStaysAs', { name: student.values[field] }) : t('classStays')
                  }
                  data={[...names]}
                  value={each.class}
                  onChange={(name) => give(each.id, name)}
                  maxLength={64}
                />
              )
            }
          </Named>
        ))}
      </Picked>
      <Picked label={t('leavers')} hint={t('leaversHint')} add={t('addLeaver')} onAdd={leave}>
        {leavers.map((id) => (
          <Named key={id} id={id} remove={() => change(without(id))} />
        ))}
      </Picked>
    </Section>
  )
}

type PickedProps = { label: string; hint: string; add: string; onAdd: (id: number) => void; children: ReactNode[] }

function Picked({ label, hint, add, onAdd, children }: PickedProps) {
  return (
    <div className={classes.picked}>
      <StudentSelect
        // Empty again for the next one.
        key={children.length}
        label={add}
        description={hint}
        value=""
        onChange={(id) => Number(id) > 0 && onAdd(Number(id))}
      />
      {children.length > 0 && (
        <ul className={classes.names} aria-label={label}>
          {children}
        </ul>
      )}
    </div>
  )
}

function Named({
  id,
  remove,
  children,
}: {
  id: number
  remove: () => void
  children?: (student: Person) => ReactNode
}) {
  const t = useTranslations('rollover')
  const trpc = useTRPC()
  const { data: student } = useQuery(trpc.people.get.queryOptions({ id }))
  return (
    <li>
      <span className={classes.name}>
        {student?.name ?? id} <span className={classes.quiet}>{student?.usin}</span>
        {student?.status === 2 && (
          <Text span size="sm" c="error" ml={6}>
            {t('archived')}
          </Text>
        )}
      </span>
      {student && children?.(student)}
      <CloseButton size="sm" aria-label={t('remove', { name: student?.name ?? String(id) })} onClick={remove} />
    </li>
  )
}
