'use client'

import { Select } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useEffect, useRef, useState } from 'react'
import { useTRPC } from '../trpc/client'
import { TrpcRoot } from '../trpc/trpc-root'

type Props = { value: string; onChange: (id: string) => void; error?: string | undefined }

/** One box that searches all schools of the site, whichever have what was typed elsewhere. */
function SearchBox({ value, onChange, error }: Props) {
  const t = useTranslations('common.school')
  const trpc = useTRPC()
  const box = useRef<HTMLInputElement>(null)
  useEffect(() => {
    if (error) box.current?.focus()
  }, [error])
  const [search, setSearch] = useState('')
  const [chosen, setChosen] = useState<{ value: string; label: string }>()
  // Once a school is chosen the box holds its name, which is not a search.
  const [q] = useDebouncedValue(search === chosen?.label ? '' : search.trim(), 250)
  const found = useQuery(
    trpc.entry.findSchools.queryOptions({ q }, { enabled: q !== '', retry: false, placeholderData: keepPreviousData }),
  )
  const schools = q === '' ? [] : (found.data ?? []).map(({ id, name }) => ({ value: String(id), label: name }))
  const kept = chosen && !schools.some((school) => school.value === chosen.value) ? [chosen] : []
  const empty = found.isError ? t('failed') : found.isFetching ? t('looking') : t('none')
  return (
    <Select
      ref={box}
      label={t('label')}
      // Beneath the box, and not in the list: a list without options is none.
      description={<span role="status">{q === '' || schools.length > 0 ? t('hint') : empty}</span>}
      inputWrapperOrder={['label', 'input', 'description', 'error']}
      data={[...kept, ...schools]}
      value={value || null}
      onChange={(id) => {
        setChosen(schools.find((school) => school.value === id) ?? chosen)
        onChange(id ?? '')
      }}
      searchable
      searchValue={search}
      onSearchChange={setSearch}
      // The server has looked already, by code too.
      filter={({ options }) => options}
      placeholder={t('placeholder')}
      error={error}
      allowDeselect={false}
      autoFocus
      withAsterisk={false}
      size="md"
    />
  )
}

/** The same with what it needs to ask the server: it comes only when a school is asked for. */
export default function SchoolSearch(props: Props) {
  return (
    <TrpcRoot>
      <SearchBox {...props} />
    </TrpcRoot>
  )
}
