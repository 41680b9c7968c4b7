'use client'

import { Select, Text } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { roleOf } from '../people/kind'
import { useTRPC } from '../trpc/client'
import type { Candidate } from './types'

const words = {
  work_id: 'byWorkId',
  phone: 'byPhone',
  number: 'byNumber',
  name: 'byName',
  record: 'byRecord',
} as const

type Props = {
  suggestions: readonly Candidate[]
  value: string
  onChange: (person: string) => void
  error: string | undefined
  label: string
}

/** Who a registration is: a teacher the school may already know, one that is searched for, a new record, or nobody. */
export function TeacherMatch({ suggestions, value, onChange, error, label }: Props) {
  const t = useTranslations('accounts.approvals')
  const trpc = useTRPC()
  const [search, setSearch] = useState('')
  const [chosen, setChosen] = useState<{ value: string; label: string }>()
  const suggested = suggestions.map(({ id, name, usin, by }) => ({
    value: String(id),
    label: t('because', { teacher: `${name} · ${usin}`, why: t(words[by]) }),
  }))
  const others = (['new', 'none'] as const).map((each) => ({ value: each, label: t(each) }))
  // Once something is chosen the box holds its name, which is not a search.
  const names = [...suggested, ...others, ...(chosen ? [chosen] : [])].map((each) => each.label)
  const [q] = useDebouncedValue(names.includes(search) ? '' : search.trim(), 200)
  const found = useQuery(
    trpc.people.list.queryOptions(
      { roles: [roleOf.teacher], per_page: 10, q, sort: { by: 'name', desc: false } },
      { placeholderData: keepPreviousData, enabled: q !== '' },
    ),
  ).data
  const known = new Set(suggested.map((each) => each.value))
  const searched = (q === '' ? [] : (found?.rows ?? []))
    .map(({ id, name, usin }) => ({ value: String(id), label: `${name} · ${usin}` }))
    .filter((each) => !known.has(each.value))
  const kept = chosen && ![...known, ...searched.map((each) => each.value)].includes(chosen.value) ? [chosen] : []
  const groups = [
    { group: t('suggested'), items: suggested },
    { group: t('found'), items: [...kept, ...searched] },
    { group: t('others'), items: others },
  ]
  const own = suggestions.find(({ by }) => by === 'record')
  if (own)
    return (
      <div>
        <Text size="sm">{`${own.name} · ${own.usin}`}</Text>
        <Text size="sm" c="dimmed">
          {own.key ? t('byKey', { key: own.key }) : t('byRecord')}
        </Text>
      </div>
    )
  return (
    <Select
      aria-label={label}
      data={groups.filter(({ items }) => items.length > 0)}
      value={value || null}
      onChange={(next, option) => {
        setChosen(searched.find((each) => each.value === option?.value) ?? chosen)
        onChange(next ?? '')
      }}
      searchable
      searchValue={search}
      onSearchChange={setSearch}
      // The server has looked already, by pinyin too.
      filter={({ options }) => options}
      placeholder={t('matchPlaceholder')}
      nothingFoundMessage={t('teacherNone')}
      allowDeselect={false}
      error={error}
      w="100%"
      maw={340}
    />
  )
}
