'use client'

import { Input, SegmentedControl, Select, TextInput } from '@mantine/core'
import { useTranslations } from 'next-intl'
import { useId } from 'react'
import { idcardWarning } from '@/domain/people/rules'
import { genders } from '@/domain/people/schema'
import { DateField } from '../form/date-field'
import type { FieldProps } from '../form/field-props'
import { type Kind, relations, statuses } from './kind'
import type { BuiltIn } from './person-draft'
import { StudentSelect } from './student-select'

type Props = Omit<FieldProps, 'label'> & { name: BuiltIn; kind: Kind }

const numeric = new Set<BuiltIn>(['graduates_in', 'duration'])
const modes = { phone: 'tel', email: 'email' } as const

/** The box of a built-in attribute. */
export function BuiltInInput({ name, kind, ...props }: Props) {
  const t = useTranslations('person')
  const people = useTranslations('people')
  const { value, onChange, ...rest } = props
  switch (name) {
    case 'gender':
      return (
        <Choice
          {...props}
          label={t('attributes.gender')}
          data={genders.map((each) => ({ value: each, label: t(`gender.${each}`) }))}
        />
      )
    case 'guardian_role':
      return (
        <Choice
          {...props}
          label={t('attributes.guardian_role')}
          data={relations.map((each) => ({ value: String(each), label: t(`relation.${each}`) }))}
        />
      )
    case 'status':
      return (
        <Select
          {...rest}
          label={people('status.label')}
          data={statuses.map((each) => ({ value: String(each), label: people(`status.${each}`) }))}
          value={value}
          onChange={(status) => onChange(status ?? '1')}
          allowDeselect={false}
        />
      )
    case 'entered_at':
      return <DateField {...props} label={t(`attributes.entered_at.${kind}`)} />
    case 'student_id':
      return <StudentSelect {...props} label={t('attributes.student_id')} />
    default: {
      const label = name === 'usin' ? t(`attributes.usin.${kind}`) : t(`attributes.${name}`)
      const warning = name === 'idcard' && idcardWarning(value) ? t('idcardWarning') : undefined
      return (
        <TextInput
          {...rest}
          label={label}
          value={value}
          onChange={(event) => onChange(event.currentTarget.value)}
          description={warning ?? rest.description}
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          styles={warning ? { description: { color: 'var(--warning)' } } : {}}
          inputMode={numeric.has(name) ? 'numeric' : name === 'phone' || name === 'email' ? modes[name] : 'text'}
          autoComplete="off"
        />
      )
    }
  }
}

type ChoiceProps = FieldProps & { data: { value: string; label: string }[] }

function Choice({ label, value, onChange, data, ...rest }: ChoiceProps) {
  const id = useId()
  return (
    <Input.Wrapper {...rest} label={label} labelElement="div" labelProps={{ id }}>
      <SegmentedControl fullWidth value={value} onChange={onChange} data={data} aria-labelledby={id} />
    </Input.Wrapper>
  )
}
