'use client'

import { Input, MultiSelect, SegmentedControl, Select, TextInput } from '@mantine/core'
import { useTranslations } from 'next-intl'
import { useId } from 'react'
import { separator } from '@/domain/fields/rules'
import type { Field } from '@/domain/fields/schema'
import { DateField } from '../form/date-field'
import type { FieldProps } from '../form/field-props'

const searchableFrom = 9

/** The box of an extension field, by its type. */
export function ValueInput({ field, ...props }: FieldProps & { field: Field }) {
  const t = useTranslations('person')
  const { value, onChange, ...rest } = props
  switch (field.type) {
    case 2:
      return (
        <Select
          {...rest}
          data={field.options}
          value={value || null}
          onChange={(option) => onChange(option ?? '')}
          placeholder={t('choose')}
          searchable={field.options.length >= searchableFrom}
          clearable={!field.required}
          clearButtonProps={{ 'aria-label': t('unset') }}
        />
      )
    case 4:
      return <DateField {...props} />
    case 5:
      return <YesNo {...props} />
    case 6:
      return (
        <MultiSelect
          {...rest}
          data={field.options}
          value={value ? value.split(separator) : []}
          onChange={(options) => onChange(options.join(separator))}
          placeholder={value ? '' : t('choose')}
          searchable={field.options.length >= searchableFrom}
          clearable={!field.required}
          clearButtonProps={{ 'aria-label': t('unset') }}
        />
      )
    default:
      return (
        <TextInput
          {...rest}
          value={value}
          onChange={(event) => onChange(event.currentTarget.value)}
          inputMode={field.type === 3 ? 'decimal' : field.type === 7 ? 'url' : 'text'}
          autoComplete="off"
        />
      )
  }
}

function YesNo({ value, onChange, label, ...rest }: FieldProps) {
  const t = useTranslations('person')
  const id = useId()
  const data = [
    { value: 'true', label: t('yes') },
    { value: 'false', label: t('no') },
    { value: '', label: t('unset') },
  ]
  return (
    <Input.Wrapper {...rest} label={label} labelElement="div" labelProps={{ id }}>
      <SegmentedControl fullWidth value={value} onChange={onChange} data={data} aria-labelledby={id} />
    </Input.Wrapper>
  )
}
