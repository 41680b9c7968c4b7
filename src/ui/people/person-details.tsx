'use client'

import { useTranslations } from 'next-intl'
import type { Field } from '@/domain/fields/schema'
import type { Person } from '@/domain/people/schema'
import { displayValue } from './display-value'
import type { Kind } from './kind'
import classes from './person-drawer.module.css'
import { StatusMark } from './status-mark'
import { StudentName } from './student-name'

/** A person to look at, for whoever may not change them. */
export function PersonDetails({ kind, fields, person }: { kind: Kind; fields: readonly Field[]; person: Person }) {
  const t = useTranslations('person')
  const people = useTranslations('people')
  const words = { yes: t('yes'), no: t('no') }
  const lines = [
    kind === 'guardian' && {
      label: t('attributes.student_id'),
      value: person.student_id === null ? '' : <StudentName id={person.student_id} />,
    },
    kind === 'guardian' && {
      label: t('attributes.guardian_role'),
      value: person.guardian_role === null ? '' : t(`relation.${person.guardian_role}`),
    },
    { label: t(`attributes.usin.${kind}`), value: person.usin },
    { label: t('attributes.gender'), value: t(`gender.${person.gender}`) },
    {
      label: people('status.label'),
      value: <StatusMark status={person.status} label={people(`status.${person.status}`)} />,
    },
    kind === 'student' && { label: people('cohort.label'), value: person.graduates_in && String(person.graduates_in) },
    kind === 'student' && { label: t('attributes.duration'), value: person.duration && String(person.duration) },
    kind !== 'guardian' && { label: t(`attributes.entered_at.${kind}`), value: person.entered_at },
    { label: t('attributes.phone'), value: person.phone },
    { label: t('attributes.email'), value: person.email },
    { label: t('attributes.idcard'), value: person.idcard },
    ...fields.map((field) => ({ label: field.label, value: displayValue(field, person.values[field.name], words) })),
  ].filter((line) => line !== false)
  return (
    <dl className={classes.details}>
      {lines.map(({ label, value }) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{value || '—'}</dd>
        </div>
      ))}
    </dl>
  )
}
