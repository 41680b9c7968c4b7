'use client'

import { Select, TextInput } from '@mantine/core'
import { useTranslations } from 'next-intl'
import type { OpenSchool } from './register-page'

type Props = {
  schools: readonly OpenSchool[]
  invited: OpenSchool | undefined
  value: string
  onChange: (id: string) => void
  error: string | undefined
}

/** The school: named when there is nothing to choose, else found among those that take registrations. */
export function SchoolChoice({ schools, invited, value, onChange, error }: Props) {
  const t = useTranslations('register')
  const [only] = schools
  const fixed = invited ?? (schools.length === 1 ? only : undefined)
  if (fixed)
    return <TextInput label={t('school')} value={fixed.name} error={error} readOnly variant="filled" size="md" />
  return (
    <Select
      label={t('school')}
      placeholder={t('schoolPlaceholder')}
      data={schools.map(({ id, name }) => ({ value: String(id), label: name }))}
      value={value || null}
      onChange={(id) => onChange(id ?? '')}
      error={error}
      searchable
      nothingFoundMessage={t('schoolNone')}
      allowDeselect={false}
      size="md"
    />
  )
}
