'use client'

import { useTranslations } from 'next-intl'
import type { Field } from '@/domain/fields/schema'
import type { PersonStatus } from '@/domain/people/schema'
import type { Facet } from '../table/facet'
import type { Kind } from './kind'
import { statuses } from './kind'
import { valuesOf } from './list-input'
import type { ListState } from './list-state'

type Counts = {
  statuses: { value: PersonStatus; count: number }[]
  cohorts: { value: number | null; count: number }[]
}
type Change = (state: Partial<Pick<ListState, 'status' | 'cohort' | 'f'>>) => void

const filterable = (field: Field) => [2, 5, 6].includes(field.type)

/** What a list can be filtered by: status, cohort, and every field with options. */
export function useFacets(
  kind: Kind,
  state: ListState,
  fields: readonly Field[],
  counts: Counts | undefined,
  change: Change,
): Facet[] {
  const t = useTranslations('people')
  const person = useTranslations('person')
  const values = valuesOf(state.f, fields)
  const cohorts = counts?.cohorts.filter(({ value }) => value !== null) ?? []

  const status: Facet = {
    id: 'status',
    label: t('status.label'),
    options: statuses.map((value) => ({
      value: String(value),
      label: t(`status.${value}`),
      count: counts?.statuses.find((each) => each.value === value)?.count ?? 0,
    })),
    chosen: state.status.map(String),
    choose: (chosen) => change({ status: statuses.filter((each) => chosen.includes(String(each))) }),
  }
  const cohort: Facet = {
    id: 'cohort',
    label: t('cohort.label'),
    options: cohorts.map(({ value, count }) => ({
      value: String(value),
      label: t('cohort.of', { year: String(value) }),
      count,
    })),
    chosen: state.cohort.map(String),
    choose: (chosen) => change({ cohort: chosen.map(Number) }),
  }
  const ofFields = fields.filter(filterable).map(
    (field): Facet => ({
      id: field.name,
      label: field.label,
      options:
        field.type === 5
          ? [
              { value: 'true', label: person('yes') },
              { value: 'false', label: person('no') },
            ]
          : field.options.map((option) => ({ value: option, label: option })),
      chosen: values[field.name] ?? [],
      choose: (chosen) =>
        change({
          f: [
            ...state.f.filter((entry) => !entry.startsWith(`${field.name}:`)),
            ...chosen.map((value) => `${field.name}:${value}`),
          ],
        }),
    }),
  )
  return [status, ...(kind === 'student' ? [cohort] : []), ...ofFields]
}
