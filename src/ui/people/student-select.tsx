'use client'

import { Select } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import type { FieldProps } from '../form/field-props'
import { useTRPC } from '../trpc/client'

/** Finds a student among thousands by name, pinyin or number. */
export function StudentSelect({ value, onChange, ...props }: FieldProps) {
  const t = useTranslations('person')
  const trpc = useTRPC()
  const id = Number(value)
  const [search, setSearch] = useState('')
  const chosen = useQuery(trpc.people.get.queryOptions({ id }, { enabled: id > 0 })).data
  const nameOf = (student: { name: string; usin: string }) => `${student.name} · ${student.usin}`
  // Once somebody is chosen the box holds their name, which is not a search.
  const typed = chosen && search === nameOf(chosen) ? '' : search.trim()
  const [q] = useDebouncedValue(typed, 200)
  const found = useQuery(
    trpc.people.list.queryOptions(
      { roles: [1], per_page: 20, ...(q && { q }), sort: { by: 'name', desc: false } },
      { placeholderData: keepPreviousData },
    ),
  ).data
  const students = found?.rows ?? []
  const all = chosen && !students.some((student) => student.id === chosen.id) ? [chosen, ...students] : students
  return (
    <Select
      {...props}
      data={all.map((student) => ({ value: String(student.id), label: nameOf(student) }))}
      value={value || null}
      onChange={(next) => onChange(next ?? '')}
      searchable
      searchValue={search}
      onSearchChange={setSearch}
      // The server has looked already, by pinyin too.
      filter={({ options }) => options}
      placeholder={t('attributes.studentPlaceholder')}
      nothingFoundMessage={t('attributes.studentNone')}
      clearable
      clearButtonProps={{ 'aria-label': t('unset') }}
    />
  )
}
