'use client'

import { useTranslations } from 'next-intl'
import { useMemo } from 'react'
import type { Field } from '@/domain/fields/schema'
import type { Person } from '@/domain/people/schema'
import type { Column } from '../table/column'
import { displayValue } from './display-value'
import type { Kind } from './kind'
import { PersonLink } from './person-link'
import { StatusMark } from './status-mark'
import { StudentName } from './student-name'

const always: Record<Kind, readonly string[]> = {
  student: ['usin', 'gender', 'graduates_in', 'status'],
  teacher: ['usin', 'gender', 'phone', 'status'],
  guardian: ['student_id', 'guardian_role', 'phone', 'status'],
}
const fieldsShown = 3

/** What is shown to whoever has chosen nothing: the usual columns and the first fields of the school. */
export const defaultColumns = (kind: Kind, fields: readonly Field[]): string[] => [
  ...always[kind],
  ...fields.slice(0, fieldsShown).map(({ name }) => name),
]

const hasCohort = (kind: Kind) => kind === 'student'

/** The columns of a list: the built-in ones of its kind, then one for each extension field. */
export function usePeopleColumns(kind: Kind, fields: readonly Field[]): Column<Person>[] {
  const t = useTranslations('person')
  const people = useTranslations('people')
  return useMemo(() => {
    const text = (value: string) => value || <span data-blank />
    const words = { yes: t('yes'), no: t('no') }
    const columns: (Column<Person> | false)[] = [
      { id: 'name', label: t('attributes.name'), sortable: true, cell: (person) => <PersonLink person={person} /> },
      kind === 'guardian' && {
        id: 'student_id',
        label: t('attributes.student_id'),
        cell: ({ student_id }) => (student_id === null ? text('') : <StudentName id={student_id} />),
      },
      kind === 'guardian' && {
        id: 'guardian_role',
        label: t('attributes.guardian_role'),
        cell: ({ guardian_role }) => (guardian_role === null ? text('') : t(`relation.${guardian_role}`)),
      },
      { id: 'usin', label: t(`attributes.usin.${kind}`), sortable: true, cell: ({ usin }) => usin },
      {
        id: 'gender',
        label: t('attributes.gender'),
        cell: ({ gender }) => (gender === 'u' ? text('') : t(`gender.${gender}`)),
      },
      hasCohort(kind) && {
        id: 'graduates_in',
        label: people('cohort.label'),
        sortable: true,
        cell: ({ graduates_in }) =>
          graduates_in === null ? text('') : people('cohort.of', { year: String(graduates_in) }),
      },
      { id: 'phone', label: t('attributes.phone'), cell: ({ phone }) => text(phone) },
      { id: 'email', label: t('attributes.email'), cell: ({ email }) => text(email) },
      kind !== 'guardian' && {
        id: 'entered_at',
        label: t(`attributes.entered_at.${kind}`),
        sortable: true,
        cell: ({ entered_at }) => text(entered_at),
      },
      { id: 'outer_id', label: t('attributes.outer_id'), cell: ({ outer_id }) => text(outer_id), labelOnPhone: true },
      ...fields.map((field) => ({
        id: field.name,
        label: field.label,
        sortable: true,
        // An option says by itself what it is about.
        labelOnPhone: field.type !== 2 && field.type !== 6,
        cell: ({ values }: Person) => text(displayValue(field, values[field.name], words)),
      })),
      {
        id: 'status',
        label: people('status.label'),
        sortable: true,
        cell: ({ status }) => <StatusMark status={status} label={people(`status.${status}`)} />,
      },
    ]
    return columns.filter((column) => column !== false)
  }, [kind, fields, t, people])
}
