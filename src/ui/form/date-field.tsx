'use client'

import { DateInput } from '@mantine/dates'
import { IconCalendar } from '@tabler/icons-react'
import { useLocale, useTranslations } from 'next-intl'
import { useState } from 'react'
import { dateOf } from './date-text'
import type { FieldProps } from './field-props'
import 'dayjs/locale/zh-cn'

type Named = { label: string } | { 'aria-label': string }
type Props = Omit<FieldProps, 'label'> & Named & { placeholder?: string }

/** A date that can be typed in the ways people write it, or picked. */
export function DateField({ value, onChange, placeholder, ...props }: Props) {
  const t = useTranslations('person')
  const locale = useLocale()
  const [opened, setOpened] = useState(false)
  const chinese = locale === 'zh'
  return (
    <DateInput
      {...props}
      value={value === '' ? null : value}
      onChange={(date) => onChange(date ?? '')}
      valueFormat="YYYY-MM-DD"
      dateParser={dateOf}
      placeholder={placeholder ?? t('datePlaceholder')}
      clearable
      locale={chinese ? 'zh-cn' : 'en'}
      firstDayOfWeek={1}
      monthLabelFormat={chinese ? 'YYYY年M月' : 'MMMM YYYY'}
      yearLabelFormat={chinese ? 'YYYY年' : 'YYYY'}
      rightSection={value ? undefined : <IconCalendar size={16} stroke={1.5} aria-hidden="true" />}
      clearButtonProps={{ 'aria-label': t('unset') }}
      popoverProps={{ onOpen: () => setOpened(true), onClose: () => setOpened(false) }}
      // Escape closes the calendar and not the drawer around it.
      data-mantine-stop-propagation={opened}
    />
  )
}
